/** Blocks of the guide's page: running text, lists, and tables with a tick for each row. */

import type { PageBlock, PageTable, RunningText } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { Ticks } from './ticks.ts';

/** How the guide is shown. */
export interface Shown {
  /** Entra's pages are named as in its older view. */
  readonly isOlder: boolean;
  readonly ticks: Ticks;
}

type Row = PageTable['rows'][number];

export function Block({ block, title, shown }: { block: PageBlock; title: string; shown: Shown }) {
  const { text, list, table } = block;
  if (table) return <Rows table={table} title={title} shown={shown} />;
  if (!list) return <p>{text && <Running text={text} shown={shown} />}</p>;
  return (
    <ul>
      {list.map((item) => (
        <li key={item[0]?.text}>
          <Running text={item} shown={shown} />
        </li>
      ))}
    </ul>
  );
}

export const Running = ({ text, shown: { isOlder } }: { text: RunningText; shown: Shown }) => (
  <>
    {text.map(({ text: words, style, older }) => {
      switch (style) {
        case 'code':
          return <code>{words}</code>;
        case 'strong':
          return <strong>{words}</strong>;
        case 'emphasis':
          return <em>{words}</em>;
        case 'place':
          return <strong>{isOlder ? older : words}</strong>;
        case 'link':
          return (
            <a href={words} target="_blank" rel="noreferrer">
              {new URL(words).hostname}
            </a>
          );
        default:
          return words;
      }
    })}
  </>
);

/** Of text dates there is nothing to tick: they are another way to map a row of the table before. */
const isTicked = ({ id }: PageTable): boolean => id !== 'text-dates';

/** Of every row that is ticked. */
export const rowsIn = (blocks: readonly PageBlock[]): readonly string[] =>
  blocks.flatMap(({ table }) =>
    table && isTicked(table) ? table.rows.map((row) => tickOf(table, row)) : [],
  );

const tickOf = ({ id }: PageTable, { target }: Row): string => `${id} ${target}`;

function Rows({ table, title, shown }: { table: PageTable; title: string; shown: Shown }) {
  const cell = (row: Row, index: number) => <Cell text={row.cells[index] ?? []} shown={shown} />;
  const columns = table.head.map(
    (name, index): Column<Row> => ({
      name,
      cell: (row) =>
        index === 0 && isTicked(table) ? (
          <span class="ticked">
            <input
              type="checkbox"
              class="tick"
              aria-label={`Done: ${row.target}`}
              checked={shown.ticks.has(tickOf(table, row))}
              onChange={() => shown.ticks.toggle(tickOf(table, row))}
            />
            <span>
              {cell(row, index)}
              {row.seen && <Seen at={row.seen} isWrong={table.id === 'delete'} />}
            </span>
          </span>
        ) : (
          cell(row, index)
        ),
    }),
  );
  return (
    <Table
      caption={table.id === 'text-dates' ? `${title}: dates kept as text` : title}
      columns={columns}
      rows={table.rows}
      idOf={({ target }) => target}
    />
  );
}

/** What a client sends is mapped, also where it should not be. */
const Seen = ({ at, isWrong }: { at: string; isWrong: boolean }) => (
  <small>
    <span class={`badge ${isWrong ? 'bad' : 'good'}`}>{isWrong ? 'still sent' : 'seen'}</span>{' '}
    <Time at={at} />
  </small>
);

/** A name to enter is there to be copied. */
function Cell({ text, shown }: { text: RunningText; shown: Shown }) {
  const [only] = text;
  return text.length === 1 && only?.style === 'code' ? (
    <CopyText text={only.text} what={only.text} />
  ) : (
    <Running text={text} shown={shown} />
  );
}
