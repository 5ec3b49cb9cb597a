/** RFC 9110 §15.5.13: somebody else was faster. What is there now and what was to be saved, next to each other. */

import type { ComponentChildren } from 'preact';
import { Table } from './table.tsx';

export interface Difference {
  readonly name: string;
  readonly now: ComponentChildren;
  readonly mine: ComponentChildren;
}

const COLUMNS = [
  { name: 'Setting', cell: ({ name }: Difference) => name },
  { name: 'Now', cell: ({ now }: Difference) => now },
  { name: 'Yours', cell: ({ mine }: Difference) => mine },
];

/** @param onApply saves yours over what is there now; @param onDiscard takes what is there now */
export function Conflict({
  differences,
  onApply,
  onDiscard,
}: {
  differences: readonly Difference[];
  onApply: () => void;
  onDiscard: () => void;
}) {
  return (
    <div class="notice bad" role="alert">
      <strong>Somebody else changed this meanwhile</strong>
      <p>
        {differences.length > 0
          ? 'Nothing of yours was saved. Compare, and decide.'
          : 'It is now as you want it: there is nothing left to save.'}
      </p>
      {differences.length > 0 && (
        <Table caption="Both versions" columns={COLUMNS} rows={differences} idOf={({ name }) => name} />
      )}
      <div class="buttons">
        <button type="button" onClick={onDiscard}>
          Discard mine
        </button>
        {differences.length > 0 && (
          <button type="button" onClick={onApply}>
            Apply mine again
          </button>
        )}
      </div>
    </div>
  );
}
