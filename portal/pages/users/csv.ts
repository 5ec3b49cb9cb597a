/** A table as a file for spreadsheets (RFC 4180): commas, quotes, CRLF, and in front the mark by which they know UTF-8. */

interface CsvColumn<Row> {
  readonly name: string;
  readonly text: (row: Row) => string;
}

export const csvHeader = (columns: readonly CsvColumn<never>[]): string =>
  `\u{FEFF}${lineOf(columns.map(({ name }) => name))}`;

export const csvLines = <Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string =>
  rows.map((row) => lineOf(columns.map(({ text }) => text(row)))).join('');

const lineOf = (values: readonly string[]): string => `${values.map(quoted).join()}\r\n`;

function quoted(value: string): string {
  const safe = defused(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet computes what begins like a formula, also behind spaces and in full width. A negative number is none. */
const defused = (value: string): string =>
  /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
