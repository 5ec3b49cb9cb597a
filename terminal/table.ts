/** Rows of JSON as columns of text. What others put into names never reaches the terminal as control characters. */

import { digitsOf, isObject, type Json, type JsonObject } from '../shared/scim/json.ts';

export type Column = readonly [heading: string, cell: (row: JsonObject) => Json | undefined];

/** Two spaces between columns, so that a shell can cut them. */
export function table(columns: readonly Column[], rows: readonly JsonObject[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => cellText(cell(row)))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ''))));
  const pad = (text: string, index: number) => text + ' '.repeat((widths[index] ?? 0) - width(text));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Names and values below one another. */
export const record = (entries: readonly (readonly [name: string, value: Json | undefined])[]): string => {
  const longest = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(longest)}  ${cellText(value)}`).join('\n');
};

export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(', ');
  return printable(isObject(value) ? JSON.stringify(value) : (digitsOf(value) ?? String(value)));
}

/** Control and format characters could move the cursor or turn text around. */
export const printable = (text: string): string =>
  text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

const graphemes = new Intl.Segmenter();
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** Columns of a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}
