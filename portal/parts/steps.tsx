/** Steps that are done one after the other: those that are done, the one that is next, and the rest. */

import type { ComponentChildren } from 'preact';

export interface Step {
  readonly title: string;
  readonly state: 'done' | 'current' | 'open';
  readonly isOptional?: boolean | undefined;
  readonly content?: ComponentChildren;
}

export const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ol class="steps">
    {steps.map(({ title, state, isOptional, content }) => (
      <li key={title} class={state} aria-current={state === 'current' ? 'step' : undefined}>
        <strong>{title}</strong>{' '}
        {state === 'done' ? (
          <span class="badge good">done</span>
        ) : (
          isOptional && <span class="badge">optional</span>
        )}
        {content}
      </li>
    ))}
  </ol>
);
