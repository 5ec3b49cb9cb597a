/** Pages of a list that is read by index: from the front, or from the end, so that the last page costs what the first one does. */

import { count } from './words.ts';

export interface Paging {
  /** Rows before the first one of the page, or with `isFromEnd` behind its last one. */
  readonly passed: number;
  readonly isFromEnd: boolean;
  readonly size: number;
}

/** @param query of the address: `start` is the first row of a page, `end` its last one, counted from the end, both from 1 */
export function pagingOf(query: Readonly<Record<string, string>>, size: number): Paging {
  const { start = '1', end } = query;
  return { passed: Math.max(0, Number(end ?? start) - 1 || 0), isFromEnd: end !== undefined, size };
}

/** What the manage API is asked for. @param isDescending what is shown at the front was created last */
export const asked = ({ passed, isFromEnd, size }: Paging, isDescending = false) => ({
  startIndex: passed + 1,
  count: size,
  sort: isFromEnd === isDescending ? undefined : '-created',
});

export const inOrder = <Row,>({ isFromEnd }: Paging, rows: readonly Row[]): readonly Row[] =>
  isFromEnd ? rows.toReversed() : rows;

/** It stays where a list is empty, so that a screen reader says so. @param href of the page with these numbers, of which one is given at most */
export function Pager({
  paging,
  shown,
  total,
  href,
}: {
  paging: Paging;
  shown: number;
  total: number;
  href: (page: { start?: number; end?: number }) => string;
}) {
  const { passed, isFromEnd, size } = paging;
  const before = isFromEnd ? total - passed - shown : Math.min(passed, total);
  const behind = total - before - shown;
  const back = isFromEnd ? { end: passed + shown + 1 } : { start: Math.max(1, passed + 1 - size) };
  const on = isFromEnd ? { end: Math.max(1, passed + 1 - size) } : { start: passed + 1 + shown };
  return (
    <nav class="pager" aria-label="Pages">
      <span role="status" class={total === 0 ? 'unseen' : undefined}>
        {shown > 0 ? `${count(before + 1)} to ${count(before + shown)}` : 'None'} of {count(total)}
      </span>
      {before > 0 && <a href={href({})}>First</a>}
      {before > 0 && <a href={href(back)}>Previous</a>}
      {behind > 0 && shown > 0 && <a href={href(on)}>Next</a>}
      {behind > 0 && <a href={href({ end: 1 })}>Last</a>}
    </nav>
  );
}
