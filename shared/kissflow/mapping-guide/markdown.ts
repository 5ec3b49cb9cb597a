/** The mapping guide as a page to follow in the Entra admin center, in the order of its clicks. */

import { inBothViewsBold, places } from '../entra-views.ts';
import { ENTERPRISE_USER } from '../field.ts';
import type { MappingGuide } from './guide.ts';
import {
  attributeTable,
  code,
  escapedText,
  fieldTable,
  mappingTable,
  removedTable,
  type Section,
  settingsAndStart,
  textDateTable,
  whatToExpect,
} from './page-parts.ts';
import type { FieldRow } from './rows.ts';

const SCHEMA_EDITOR =
  'https://portal.azure.com/?Microsoft_AAD_Connect_Provisioning_forceSchemaEditorEnabled=true';

/** The attribute list is a page of its own: it is saved before any mapping is changed, so that none waits unsaved. */
export function mappingGuideMarkdown(guide: MappingGuide): string {
  const sections = [
    attributeList(guide),
    mappingsToChange(guide),
    mappingsToDelete(guide),
    ...mappingsToAdd(guide),
    groupsSection(guide),
    settingsAndStart,
    whatToExpect,
  ];
  const parts = [
    `# Entra ID mappings for the Kissflow account ${escapedText(guide.accountId)}`,
    `In the Entra admin center open the enterprise application, then ${inBothViewsBold(places.mappings)}, ` +
      'for users **Provision Microsoft Entra ID Users**.',
    ...sections.flatMap(([title, ...paragraphs], index) => [`## ${index + 1}. ${title}`, ...paragraphs]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const SAVE = 'Then **Save**.';

const attributeList = ({ accountId, extension, users, fields }: MappingGuide): Section => [
  'Users: attribute list',
  `${inBothViewsBold(places.advanced)}, then **Edit attribute list for customappsso**. If the link is not there, ` +
    `open the portal with ${SCHEMA_EDITOR}.`,
  `Tick *Required* for ${targets(users.change.filter(({ required }) => required))}.`,
  ...(fields.length === 0
    ? [`The account ${escapedText(accountId)} has no fields: nothing to add.`]
    : newAttributes(extension, fields)),
  SAVE,
];

const newAttributes = (extension: string, fields: readonly FieldRow[]): readonly string[] => [
  'Add these. *Primary key*, *Multi-value* and *API Expression* stay empty. Notes on types and sources are below the table.',
  attributeTable(fields),
  ...notes(fields),
  ...(fields.some(({ referencedObject }) => referencedObject !== undefined) ? [REFERENCED] : []),
  `A field that is defined later gets the name \`${extension}:{field id}\`, a user field \`…:{field id}.value\`.`,
];

const REFERENCED =
  `*Referenced Object Attribute* ${code(ENTERPRISE_USER)} is the name under which a new application lists its users: ` +
  'choose it here, whatever section 3 says about mappings with such targets.';

const mappingsToChange = ({ users, fields }: MappingGuide): Section => [
  'Users: mappings to change',
  'Open each of these, and add the ones that are missing. Use the same settings for every mapping, here and below:',
  [
    '- *Match objects using this attribute*: No. Leave Yes where Entra has it: `userName`, in groups `displayName`.',
    '- *Apply this mapping*: Always.',
    `- *Default value if null*: empty${fields.some(({ required }) => required) ? DEFAULT_VALUE : '.'}`,
  ].join('\n'),
  mappingTable(users.change),
];

const DEFAULT_VALUE =
  ', but for a required field whose source is empty for some users: enter a value that the field takes, or they are not created.';

const mappingsToDelete = ({ users, fields }: MappingGuide): Section => [
  'Users: mappings to delete',
  `Delete these, and any other target that begins with \`${ENTERPRISE_USER}:\`. Kissflow has no such attributes: ` +
    'under the policy `reject` a user that carries one of them is refused.',
  removedTable(users.remove),
  ...users.removeUnlessSingle.map(
    ({ target, source }) =>
      `Also delete ${code(target)}, unless its source has one value: a user with a list there, such as ${code(source)}, is refused.`,
  ),
  `Leave the mappings with these targets unchanged: ${users.keep.map(code).join(', ')}.`,
  // With fields there is more to do on this page before it is saved.
  ...(fields.length === 0 ? [SAVE] : []),
];

const mappingsToAdd = ({ fields }: MappingGuide): readonly Section[] =>
  fields.length === 0
    ? []
    : [
        [
          'Users: mappings to add',
          '**Add new mapping** for each. If a source is not offered, **Save** what you have, add the source under ' +
            '**Edit attribute list for Microsoft Entra ID**, and come back.',
          fieldTable(fields),
          ...textDates(fields),
          SAVE,
        ],
      ];

const textDates = (fields: readonly FieldRow[]): readonly string[] =>
  fields.some(({ textExpression }) => textExpression !== undefined)
    ? [
        'Directories often keep a date, such as the day of hire, in a text attribute and write it as `20260131093000.0Z`. ' +
          'For such a source choose the type String in section 1 and, here, the mapping type Expression with the name of your attribute in the brackets:',
        textDateTable(fields),
      ]
    : [];

const groupsSection = (guide: MappingGuide): Section => [
  'Groups',
  `Back under ${inBothViewsBold(places.mappings)}, select **Provision Microsoft Entra ID Groups**. Keep exactly these mappings:`,
  mappingTable(guide.groups),
  SAVE,
];

const targets = (rows: readonly { readonly target: string }[]): string =>
  rows.map(({ target }) => code(target)).join(', ');

function notes(fields: readonly FieldRow[]): string[] {
  const lines = fields
    .filter((row) => row.notes.length > 0)
    .map((row) => `- **${escapedText(row.name)}** (${row.type}). ${row.notes.map(escapedText).join(' ')}`);
  return lines.length > 0 ? [lines.join('\n')] : [];
}
