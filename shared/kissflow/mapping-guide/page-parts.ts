/** Parts of the guide's page: rows as tables of Markdown, and the sections that are the same for every account. */

import { inBothViewsBold, places } from '../entra-views.ts';
import type { DefaultRow, FieldRow, RemovedRow } from './rows.ts';

export type Section = readonly [title: string, ...paragraphs: readonly string[]];

export const attributeTable = (rows: readonly FieldRow[]): string =>
  markdownTable(
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
  markdownTable(
    MAPPING,
    rows.map(({ target, source, required, shownAs }) => [
      code(target),
      source.mappingType,
      sourceText(source),
      [required ? 'Required in the attribute list' : '', shownAs ? `shown as ${escapedText(shownAs)}` : '']
        .filter(Boolean)
        .join(', '),
    ]),
  );

export const removedTable = (rows: readonly RemovedRow[]): string =>
  markdownTable(
    ['Target attribute', 'Source in a new application', 'Map its source to'],
    rows.map(({ target, source, instead }) => [
      code(target),
      code(source),
      instead === undefined ? '' : code(instead),
    ]),
  );

export const fieldTable = (rows: readonly FieldRow[]): string =>
  markdownTable(
    ['Kissflow field', ...MAPPING],
    rows.map(({ name, target, source }) => [
      escapedText(name),
      code(target),
      source?.mappingType ?? '',
      source ? sourceText(source) : '',
      remark(source),
    ]),
  );

/** Of the fields that are dates. */
export const textDateTable = (rows: readonly FieldRow[]): string =>
  markdownTable(
    ['Kissflow field', 'Expression'],
    rows.flatMap(({ name, textExpression }) =>
      textExpression === undefined ? [] : [[escapedText(name), code(textExpression)]],
    ),
  );

function remark(source: FieldRow['source']): string {
  if (!source) return 'no suggestion';
  return source.placeholder ? 'placeholder, see its note in section 1' : '';
}

/** What is chosen from the list of attributes, or typed as an expression. */
const sourceText = ({ mappingType, attribute, expression }: DefaultRow['source']): string =>
  code(mappingType === 'Direct' ? attribute : expression);

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** Text from the account on one line, with every character escaped that has a meaning in Markdown or HTML. */
export const escapedText = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&|~]/g, (mark) => `\\${mark}`);

const bulletList = (...lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

export const settingsAndStart: Section = [
  'Settings and start',
  `Under ${inBothViewsBold(places.settings)}:`,
  bulletList(
    '*Scope*: **Sync only assigned users and groups**. Then assign them under **Users and groups**; of a group only the direct members are provisioned.',
    '*Notification email*: a mailbox that is read. Entra writes to it when it puts the job into quarantine.',
    '*Prevent accidental deletion*: on, with a threshold. When one cycle would disable or delete more users and groups than that, the job goes into quarantine until an administrator selects **Allow deletes**, or corrects the assignment and restarts the job.',
  ),
  `Try one user with **Provision on demand**, then ${inBothViewsBold(places.start)}. The first cycle begins within minutes, the next ones follow about every 40.`,
];

export const whatToExpect: Section = [
  'What to expect',
  bulletList(
    '**Empty values are never sent.** When an attribute is emptied in Entra ID, Kissflow keeps the last value. Where a field must be cleared as well, map an expression that sends a substitute, such as `Switch(IsPresent([department]), "None", "True", [department])`.',
    '**A user is disabled for one of four reasons**: no longer assigned to the application; no longer within a scoping filter; deleted in Entra ID (restorable for 30 days, then deleted here as well); sign-in blocked (*Account enabled* is No).',
    `**Quarantine** is what Entra calls a job that keeps failing: a token that is not accepted, an address that does not answer, or very many refused users. Cycles become less frequent, down to one a day, and after four weeks the job is switched off. Fix the cause (a new token goes under ${inBothViewsBold(places.credentials)}; for refused users see the provisioning log), then **Restart provisioning**.`,
    '**Tokens are not part of an export.** After an import into another service or account, generate a token there and enter it with the new Base URL.',
    '**Entra calls from the Internet, over https.** To try a service on your own machine, open a tunnel to it and start it with `PUBLIC_BASE_URL` set to the address of the tunnel.',
  ),
];
