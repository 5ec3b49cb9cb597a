/**
 * The mapping guide as a page to follow in the Entra admin center, in the order of its clicks. The attribute list is a
 * page of its own there: it is saved before any mapping is changed, so that none waits unsaved.
 */

import { places } from '../entra-views.ts';
import { ENTERPRISE_USER } from '../field.ts';
import type { MappingGuide } from './guide.ts';
import {
  attributeTable,
  fieldTable,
  mappingTable,
  removedTable,
  settingsAndStart,
  textDateTable,
  whatToExpect,
} from './page-parts.ts';
import {
  type Block,
  code,
  codes,
  type GuidePage,
  label,
  link,
  place,
  type Section,
  strong,
  write,
} from './page-text.ts';
import type { FieldRow } from './rows.ts';

const SCHEMA_EDITOR =
  'https://portal.azure.com/?Microsoft_AAD_Connect_Provisioning_forceSchemaEditorEnabled=true';

export const mappingGuidePage = (guide: MappingGuide): GuidePage => ({
  title: `Entra ID mappings for the Kissflow account ${guide.accountId}`,
  introduction: write`In the Entra admin center open the enterprise application, then ${place(places.mappings)}, for users ${strong('Provision Microsoft Entra ID Users')}.`,
  sections: [
    attributeList(guide),
    mappingsToChange(guide),
    mappingsToDelete(guide),
    ...(guide.fields.length === 0 ? [] : [mappingsToAdd(guide.fields)]),
    groupsSection(guide),
    settingsAndStart,
    whatToExpect,
  ],
});

const SAVE: Block = { text: write`Then ${strong('Save')}.` };

const attributeList = ({ accountId, extension, users, fields }: MappingGuide): Section => {
  const required = users.change.filter((row) => row.required).map(({ target }) => target);
  return {
    title: 'Users: attribute list',
    blocks: [
      {
        text: write`${place(places.advanced)}, then ${strong('Edit attribute list for customappsso')}. If the link is not there, open the portal with ${link(SCHEMA_EDITOR)}.`,
      },
      { text: write`Tick ${label('Required')} for ${codes(required)}.` },
      ...(fields.length === 0
        ? [{ text: write`The account ${accountId} has no fields: nothing to add.` }]
        : newAttributes(extension, fields)),
      SAVE,
    ],
  };
};

const newAttributes = (extension: string, fields: readonly FieldRow[]): readonly Block[] => [
  {
    text: write`Add these. ${label('Primary key')}, ${label('Multi-value')} and ${label('API Expression')} stay empty. Notes on types and sources are below the table.`,
  },
  attributeTable(fields),
  ...notes(fields),
  ...(fields.some(({ referencedObject }) => referencedObject !== undefined) ? [REFERENCED] : []),
  {
    text: write`A field that is defined later gets the name ${code(`${extension}:{field id}`)}, a user field ${code('…:{field id}.value')}.`,
  },
];

const REFERENCED: Block = {
  text: write`${label('Referenced Object Attribute')} ${code(ENTERPRISE_USER)} is the name under which a new application lists its users: choose it here, whatever section 3 says about mappings with such targets.`,
};

const notes = (fields: readonly FieldRow[]): readonly Block[] => {
  const list = fields
    .filter((row) => row.notes.length > 0)
    .map((row) => write`${strong(row.name)} (${row.type}). ${row.notes.join(' ')}`);
  return list.length > 0 ? [{ list }] : [];
};

const mappingsToChange = ({ users, fields }: MappingGuide): Section => ({
  title: 'Users: mappings to change',
  blocks: [
    {
      text: write`Open each of these, and add the ones that are missing. Use the same settings for every mapping, here and below:`,
    },
    {
      list: [
        write`${label('Match objects using this attribute')}: No. Leave Yes where Entra has it: ${code('userName')}, in groups ${code('displayName')}.`,
        write`${label('Apply this mapping')}: Always.`,
        write`${label('Default value if null')}: empty${fields.some(({ required }) => required) ? DEFAULT_VALUE : '.'}`,
      ],
    },
    mappingTable('change', 'User', users.change),
  ],
});

const DEFAULT_VALUE =
  ', but for a required field whose source is empty for some users: enter a value that the field takes, or they are not created.';

const mappingsToDelete = ({ users, fields }: MappingGuide): Section => ({
  title: 'Users: mappings to delete',
  blocks: [
    {
      text: write`Delete these, and any other target that begins with ${code(`${ENTERPRISE_USER}:`)}. Kissflow has no such attributes: under the policy ${code('reject')} a user that carries one of them is refused.`,
    },
    removedTable(users.remove),
    ...users.removeUnlessSingle.map(({ target, source }) => ({
      text: write`Also delete ${code(target)}, unless its source has one value: a user with a list there, such as ${code(source)}, is refused.`,
    })),
    { text: write`Leave the mappings with these targets unchanged: ${codes(users.keep)}.` },
    // With fields there is more to do on this page before it is saved.
    ...(fields.length === 0 ? [SAVE] : []),
  ],
});

const mappingsToAdd = (fields: readonly FieldRow[]): Section => ({
  title: 'Users: mappings to add',
  blocks: [
    {
      text: write`${strong('Add new mapping')} for each. If a source is not offered, ${strong('Save')} what you have, add the source under ${strong('Edit attribute list for Microsoft Entra ID')}, and come back.`,
    },
    fieldTable(fields),
    ...textDates(fields),
    SAVE,
  ],
});

const textDates = (fields: readonly FieldRow[]): readonly Block[] =>
  fields.some(({ textExpression }) => textExpression !== undefined)
    ? [
        {
          text: write`Directories often keep a date, such as the day of hire, in a text attribute and write it as ${code('20260131093000.0Z')}. For such a source choose the type String in section 1 and, here, the mapping type Expression with the name of your attribute in the brackets:`,
        },
        textDateTable(fields),
      ]
    : [];

const groupsSection = ({ groups }: MappingGuide): Section => ({
  title: 'Groups',
  blocks: [
    {
      text: write`Back under ${place(places.mappings)}, select ${strong('Provision Microsoft Entra ID Groups')}. Keep exactly these mappings:`,
    },
    mappingTable('groups', 'Group', groups),
    SAVE,
  ],
});
