/** The frame of a page: its title takes the focus after navigation, and is the title of the document. */

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from './location.tsx';

let isFirst = true;

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = useLocation();
  useLayoutEffect(() => {
    document.title = `${title} · Kissflow SCIM`;
  }, [title]);
  // Another path is another page, also where its parts stay.
  useLayoutEffect(() => {
    // The browser itself announces the first page.
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, [path]);
  return (
    <>
      <header class="page-head">
        <div>
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** Says something to a screen reader, and shows it for a moment. */
export function announce(text: string): void {
  // Not at once: the dialog in which it was done may be about to close.
  setTimeout(() => say(text));
}

function say(text: string): void {
  // Around a dialog everything is inert.
  const region =
    document.querySelector('dialog[open] .announcements') ?? document.getElementById('announcements');
  if (!region) return;
  region.textContent = text;
  setTimeout(() => {
    if (region.textContent === text) region.textContent = '';
  }, 4000);
}
