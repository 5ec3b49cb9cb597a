/** Small parts on native elements: a dialog, a field of a form, a copy button, a search, a pager, a time. */

import { type ComponentChildren, cloneElement, type VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Refused } from '../api/manage.ts';
import { announce } from './page.tsx';
import { Failure } from './states.tsx';

/** Opened before the browser handles the next key, so that none is lost; closed by Esc, too. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      // Around an open dialog nothing takes the focus.
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <div class="announcements" role="status" />
    </dialog>
  );
}

/** A form in a dialog: Enter sends it, and a refusal stands above its buttons. */
export function FormDialog({
  title,
  submit,
  failure,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  /** What the button that sends it says. */
  submit: string;
  failure: Refused | undefined;
  onClose: () => void;
  onSubmit: () => void;
  children: ComponentChildren;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {failure && <Failure failure={failure} />}
        <div class="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            {submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function Field({ label, hint, children }: { label: string; hint?: string; children: VNode<object> }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {cloneElement(children, { id, ...(hint ? { 'aria-describedby': `${id}-hint` } : {}) })}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

export function CopyButton({ text, what, onCopied }: { text: string; what: string; onCopied?: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce(`${what} copied`);
      onCopied?.();
    } catch {
      announce('The browser does not let this page copy: select the text');
    }
  };
  return (
    <button type="button" class="quiet" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      Copy
    </button>
  );
}

export function Search({
  label,
  value,
  onSearch,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(input.current?.value.trim() ?? '');
        }}
      >
        <input
          type="search"
          ref={input}
          key={value}
          defaultValue={value}
          aria-label={label}
          placeholder={label}
        />
        <button type="submit">Search</button>
      </form>
    </search>
  );
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
/** What is 11 or 13 months away may not be "next year". */
const COUNTED = new Intl.RelativeTimeFormat('en');
const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });
const STEPS = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 30],
  ['month', 2_592_000, 12],
] as const;

/** Relative, with the exact one at hand. */
export function Time({ at }: { at: string }) {
  const date = new Date(at);
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = STEPS.find(([, length, most]) => Math.abs(seconds) < length * most) ?? [
    'year',
    31_536_000,
  ];
  return (
    <time dateTime={at} title={EXACT.format(date)}>
      {(size < 2_592_000 ? RELATIVE : COUNTED).format(Math.round(seconds / size), unit)}
    </time>
  );
}
