/** What is behind a line: made when it is opened, since a page has many of them. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export function Fold({ title, children }: { title: string; children: () => ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children()}
    </details>
  );
}
