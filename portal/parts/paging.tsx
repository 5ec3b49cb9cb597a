/** Pages of a list that is read by index: from the front, or from the end, so that the last page costs what the first one does. */

const NUMBER = new Intl.NumberFormat('en');

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

/** @param href of the page with these numbers, of which one is given at most */
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
  const before = isFromEnd ? total - passed - shown : passed;
  const behind = total - before - shown;
  const back = isFromEnd ? { end: passed + shown + 1 } : { start: Math.max(1, passed + 1 - size) };
  const on = isFromEnd ? { end: Math.max(1, passed + 1 - size) } : { start: passed + 1 + shown };
  return (
    <nav class="pager" aria-label="Pages">
      <span role="status">
        {shown > 0 && `${NUMBER.format(before + 1)} to ${NUMBER.format(before + shown)} of `}
        {NUMBER.format(total)}
      </span>
      {before > 0 && <a href={href({})}>First</a>}
      {before > 0 && <a href={href(back)}>Previous</a>}
      {behind > 0 && shown > 0 && <a href={href(on)}>Next</a>}
      {behind > 0 && <a href={href({ end: 1 })}>Last</a>}
    </nav>
  );
}
