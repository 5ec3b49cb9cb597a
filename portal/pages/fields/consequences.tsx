/** What a change of fields will do, in the words of the service, and the id of the field to type where users have values. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AffectedField } from '../../api/manage-api.ts';
import { CopyButton, Field } from '../../parts/controls.tsx';

/** @param isFocused the input takes the focus: what it belongs to was asked for by a button */
export function Consequences({
  affected,
  isFocused,
}: {
  affected: readonly AffectedField[];
  isFocused: boolean;
}) {
  // Values that are hidden or refused; where a value is missing, none is concerned.
  const held = affected.find(({ reason, users }) => reason !== 'required' && users > 0);
  return (
    <>
      {affected.map(({ field, reason, target, detail }) => (
        <div key={field + reason} class="notice" role="status">
          <strong>
            {field}: {reason}
          </strong>
          <p>
            {detail.split(target).map((part, index) => (
              <>
                {index > 0 && <code>{target}</code>}
                {part}
              </>
            ))}{' '}
            <CopyButton text={target} what={`target of ${field}`} />
          </p>
        </div>
      ))}
      {held && <TypedId key={held.field} id={held.field} isFocused={isFocused} />}
    </>
  );
}

function TypedId({ id, isFocused }: { id: string; isFocused: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isFocused) input.current?.focus();
  }, []);
  return (
    <Field label={`Type ${id} to go on`}>
      <input ref={input} required pattern={id} title={id} autocomplete="off" spellcheck={false} />
    </Field>
  );
}
