/** The mapping guide as a page to follow in the Entra admin center. */

import type { MappingGuide } from './mapping-guide.ts';
import type { DefaultRow, FieldRow, RemovedRow, TargetAttribute } from './mapping-guide-rows.ts';

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SCHEMA_EDITOR =
  'https://portal.azure.com/?Microsoft_AAD_Connect_Provisioning_forceSchemaEditorEnabled=true';

export function mappingGuideMarkdown(guide: MappingGuide): string {
  const parts = [
    `# Entra ID mappings for the Kissflow account ${cell(guide.accountId)}`,
    'In the Entra admin center open the enterprise application, then **Provisioning > Mappings**.',
    ...defaults(guide),
    ...kissflowFields(guide),
    ...groups(guide),
  ];
  return `${parts.join('\n\n')}\n`;
}

const defaults = ({ users }: MappingGuide): string[] => [
  '## 1. Users: mappings to change',
  'Under **Provision Microsoft Entra ID Users**. Add the ones that are missing.',
  table(MAPPING, users.change.map(mappingRow)),
  '## 2. Users: mappings to delete',
  'Kissflow has no such attributes. Under the policy `reject` a user that carries one of them is refused. ' +
    `The same goes for every other target that begins with \`${ENTERPRISE_USER}:\`.`,
  table(
    ['Target attribute', 'Source in a new application', 'Map its source to'],
    users.remove.map(removedRow),
  ),
  `Mappings with these targets work as they are: ${users.keep.map(code).join(', ')}.`,
];

function kissflowFields({ accountId, extension, fields }: MappingGuide): string[] {
  const title = '## 3. Users: Kissflow fields';
  if (fields.length === 0) return [title, `The account ${cell(accountId)} has no fields: nothing to add.`];
  return [
    title,
    'First the attribute list: **Show advanced options > Edit attribute list for customappsso**. If the link is not there, ' +
      `open the portal with ${SCHEMA_EDITOR}. *Primary key* and *Multi-value* stay empty for all of them.`,
    table(
      ['Name', 'Type', 'Required', 'Exact case', 'Referenced object attribute'],
      fields.map(attributeRow),
    ),
    "The referenced object User is listed under the name of the application's object of users, in a new application " +
      `\`${ENTERPRISE_USER}\`: that is a name, and not a mapping to delete.`,
    'Then **Add new mapping** for each. A source that is not offered is added first, under **Edit attribute list for Microsoft Entra ID**.',
    table(['Kissflow field', ...MAPPING], fields.map(fieldRow)),
    ...notes(fields),
    `A field that is defined later gets the name \`${extension}:{field id}\`, a user field \`…:{field id}.value\`.`,
  ];
}

const groups = (guide: MappingGuide): string[] => [
  '## 4. Groups',
  'Under **Provision Microsoft Entra ID Groups**, these and no others:',
  table(MAPPING, guide.groups.map(mappingRow)),
];

const MAPPING = ['Target attribute', 'Mapping type', 'Source', 'Remark'];

const mappingRow = (row: DefaultRow): string[] => [
  code(row.target),
  row.source.mappingType,
  sourceText(row.source),
  [row.required ? 'required' : '', row.shownAs ? `shown as ${cell(row.shownAs)}` : '']
    .filter(Boolean)
    .join(', '),
];

const removedRow = ({ target, source, instead }: RemovedRow): string[] => [
  code(target),
  code(source),
  instead === undefined ? '' : code(instead),
];

const attributeRow = (row: TargetAttribute): string[] => [
  code(row.target),
  row.type,
  row.required ? 'yes' : '',
  row.exactCase ? 'yes' : '',
  row.referencedObject ?? '',
];

const fieldRow = ({ name, target, source }: FieldRow): string[] => [
  cell(name),
  code(target),
  source?.mappingType ?? '',
  source ? sourceText(source) : '',
  remark(source),
];

function remark(source: FieldRow['source']): string {
  if (!source) return 'no suggestion';
  return source.placeholder ? 'placeholder' : '';
}

function notes(fields: readonly FieldRow[]): string[] {
  const lines = fields
    .filter((row) => row.notes.length > 0)
    .map((row) => `- **${cell(row.name)}** (${row.type}). ${row.notes.map(cell).join(' ')}`);
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** What is chosen from the list of attributes, or typed as an expression. */
const sourceText = ({ mappingType, attribute, expression }: DefaultRow['source']): string =>
  code(mappingType === 'Direct' ? attribute : expression);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** Text of the account's, on one line and with nothing that Markdown or HTML would take for its own. */
const cell = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&|~]/g, (mark) => `\\${mark}`);
