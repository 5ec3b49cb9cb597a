/** What the page of the mapping guide is made of: sections, and rows as tables of Markdown. */

import type { DefaultRow, FieldRow, RemovedRow } from './rows.ts';

export type Section = readonly [title: string, ...paragraphs: readonly string[]];

export const attributeTable = (rows: readonly FieldRow[]): string =>
  table(
    ['Name', 'Type', 'Required', 'Exact case', 'Referenced Object Attribute'],
    rows.map((row) => [
      code(row.target),
      row.type,
      row.required ? 'yes' : '',
      row.exactCase ? 'yes' : '',
      row.referencedObject === undefined ? '' : code(row.referencedObject),
    ]),
  );

const MAPPING = ['Target attribute', 'Mapping type', 'Source', 'Remark'];

export const mappingTable = (rows: readonly DefaultRow[]): string =>
  table(
    MAPPING,
    rows.map(({ target, source, required, shownAs }) => [
      code(target),
      source.mappingType,
      sourceText(source),
      [required ? 'Required in the attribute list' : '', shownAs ? `shown as ${cell(shownAs)}` : '']
        .filter(Boolean)
        .join(', '),
    ]),
  );

export const removedTable = (rows: readonly RemovedRow[]): string =>
  table(
    ['Target attribute', 'Source in a new application', 'Map its source to'],
    rows.map(({ target, source, instead }) => [
      code(target),
      code(source),
      instead === undefined ? '' : code(instead),
    ]),
  );

export const fieldTable = (rows: readonly FieldRow[]): string =>
  table(
    ['Kissflow field', ...MAPPING],
    rows.map(({ name, target, source }) => [
      cell(name),
      code(target),
      source?.mappingType ?? '',
      source ? sourceText(source) : '',
      remark(source),
    ]),
  );

/** Of the fields that are dates. */
export const textDateTable = (rows: readonly FieldRow[]): string =>
  table(
    ['Kissflow field', 'Expression'],
    rows.flatMap(({ name, textExpression }) =>
      textExpression === undefined ? [] : [[cell(name), code(textExpression)]],
    ),
  );

function remark(source: FieldRow['source']): string {
  if (!source) return 'no suggestion';
  return source.placeholder ? 'placeholder, see its note in section 1' : '';
}

/** What is chosen from the list of attributes, or typed as an expression. */
const sourceText = ({ mappingType, attribute, expression }: DefaultRow['source']): string =>
  code(mappingType === 'Direct' ? attribute : expression);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** Text of the account's, on one line and with nothing that Markdown or HTML would take for its own. */
export const cell = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&|~]/g, (mark) => `\\${mark}`);
