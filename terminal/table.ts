/**
 * Rows as columns of text, as wide as the terminal lets them be. What others put into names never reaches the terminal
 * as control characters.
 */

import stringWidth from 'string-width';
import { digitsOf, isObject, type JsonObject } from '../shared/scim/json.ts';

/** How a column gives way on a narrow terminal: what is copied or compared stays `whole`, a reason goes on below. */
type Fit = 'cut' | 'whole' | 'wrap';

/** @typeParam Row what a service sent, which may be other than described: `cell` may return anything */
export type Column<Row = JsonObject> = readonly [heading: string, cell: (row: Row) => unknown, fit?: Fit];

/** @param width columns of the terminal; undefined when there is none: then nothing gives way */
export const table = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], width?: number): string =>
  textTable(
    [
      columns.map(([heading]) => heading),
      ...rows.map((row) => columns.map(([, cell]) => cellText(cell(row)))),
    ],
    { width, fits: columns.map(([, , fit = 'cut']) => fit) },
  );

/** Names and values below one another. */
export const record = (entries: readonly (readonly [name: string, value: unknown])[]): string =>
  textTable(entries.map(([name, value]) => [name, cellText(value)]));

interface Layout {
  readonly width?: number | undefined;
  /** Of each column; `cut` when left out. */
  readonly fits?: readonly Fit[];
  /** The first column that holds numbers: from there on, cells end below one another and stay whole. */
  readonly numbersFrom?: number;
}

/** Two spaces between columns, so that a shell can cut them. */
const GAP = '  ';

export function textTable(rows: readonly (readonly string[])[], layout: Layout = {}): string {
  const { width = Number.POSITIVE_INFINITY, fits = [], numbersFrom = Number.POSITIVE_INFINITY } = layout;
  const fitOf = (column: number): Fit => (column >= numbersFrom ? 'whole' : (fits[column] ?? 'cut'));
  const widest = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  const widths = narrowed(widest, fitOf, width);
  const aligned = (cell: string, column: number) => {
    const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)));
    return column >= numbersFrom ? space + cell : cell + space;
  };
  return rows
    .flatMap((row) => linesOf(row.map((cell, column) => fitted(cell, fitOf(column), widths[column] ?? 0))))
    .map((line) => line.map(aligned).join(GAP).trimEnd())
    .join('\n');
}

/** Columns of text: a narrower column says too little. */
const LEAST: Readonly<Record<Fit, number>> = { cut: 6, wrap: 24, whole: Number.POSITIVE_INFINITY };

/** The widest column gives way first. */
function narrowed(
  widest: readonly number[],
  fitOf: (column: number) => Fit,
  width: number,
): readonly number[] {
  const widths = [...widest];
  const isLeast = (size: number, column: number) => size <= LEAST[fitOf(column)];
  let excess = widths.reduce((sum, one) => sum + one, GAP.length * (widths.length - 1)) - width;
  for (; excess > 0; excess -= 1) {
    const most = Math.max(...widths.filter((size, column) => !isLeast(size, column)));
    const column = widths.findIndex((size, index) => size === most && !isLeast(size, index));
    if (column < 0) break;
    widths[column] = most - 1;
  }
  return widths;
}

/** The lines of one cell. */
function fitted(cell: string, fit: Fit, width: number): readonly string[] {
  if (fit === 'whole' || stringWidth(cell) <= width) return [cell];
  return fit === 'cut' ? [`${(pieces(cell, width - 1)[0] ?? '').trimEnd()}…`] : wrapped(cell, width);
}

/** A row whose cells have several lines each, line by line. */
const linesOf = (cells: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.max(1, ...cells.map(({ length }) => length)) }, (_, index) =>
    cells.map((lines) => lines[index] ?? ''),
  );

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const graphemes = new Intl.Segmenter();

/** Of at most this many columns each. */
function pieces(text: string, width: number): readonly string[] {
  const parts = [''];
  for (const { segment } of graphemes.segment(text)) {
    const longer = `${parts.at(-1)}${segment}`;
    if (stringWidth(longer) <= width) parts[parts.length - 1] = longer;
    else parts.push(segment);
  }
  return parts;
}

export function cellText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(', ');
  return printable(isObject(value) ? JSON.stringify(value) : (digitsOf(value) ?? String(value)));
}

/** Control and format characters could move the cursor or turn text around. */
export const printable = (text: string): string =>
  text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

/** As `--json` prints what the manage API answered. */
export const jsonText = (value: object): string => JSON.stringify(value, null, 2);
