/** Parts of the guide's page: rows as tables, and the sections that are the same for every account. */

import { places } from '../entra-views.ts';
import {
  type Block,
  code,
  label,
  type PageTable,
  place,
  type RunningText,
  type Section,
  strong,
  write,
} from './page-text.ts';
import type { DefaultRow, FieldRow, RemovedRow } from './rows.ts';

/** @param cell text is plain, and empty where there is nothing to enter */
function table<Row extends { readonly target: string }>(
  about: Pick<PageTable, 'id' | 'resourceType'>,
  rows: readonly Row[],
  columns: readonly (readonly [name: string, cell: (row: Row) => RunningText])[],
): Block {
  const head = columns.map(([name]) => name);
  const cellsOf = (row: Row) => columns.map(([, cell]) => cell(row));
  return {
    table: { ...about, head, rows: rows.map((row) => ({ target: row.target, cells: cellsOf(row) })) },
  };
}

const codeOrNothing = (text: string | undefined): RunningText => (text === undefined ? [] : [code(text)]);
const yesOrNothing = (is: boolean): RunningText => write`${is ? 'yes' : ''}`;

export const attributeTable = (rows: readonly FieldRow[]): Block =>
  table({ id: 'attributes', resourceType: 'User' }, rows, [
    ['Name', ({ target }) => [code(target)]],
    ['Type', ({ type }) => write`${type}`],
    ['Required', ({ required }) => yesOrNothing(required)],
    ['Exact case', ({ exactCase }) => yesOrNothing(exactCase)],
    ['Referenced Object Attribute', ({ referencedObject }) => codeOrNothing(referencedObject)],
  ]);

interface Mapped {
  readonly target: string;
  readonly source?: DefaultRow['source'];
}

const TARGET = ['Target attribute', ({ target }: Mapped) => [code(target)]] as const;
const MAPPING_TYPE = ['Mapping type', ({ source }: Mapped) => write`${source?.mappingType ?? ''}`] as const;
/** What is chosen from the list of attributes, or typed as an expression. */
const SOURCE = [
  'Source',
  ({ source }: Mapped) =>
    codeOrNothing(source?.mappingType === 'Direct' ? source.attribute : source?.expression),
] as const;

export const mappingTable = (
  id: PageTable['id'],
  resourceType: PageTable['resourceType'],
  rows: readonly DefaultRow[],
): Block =>
  table({ id, resourceType }, rows, [
    TARGET,
    MAPPING_TYPE,
    SOURCE,
    [
      'Remark',
      ({ required, shownAs }) =>
        write`${[required ? 'Required in the attribute list' : '', shownAs ? `shown as ${shownAs}` : '']
          .filter(Boolean)
          .join(', ')}`,
    ],
  ]);

export const removedTable = (rows: readonly RemovedRow[]): Block =>
  table({ id: 'delete', resourceType: 'User' }, rows, [
    ['Target attribute', ({ target }) => [code(target)]],
    ['Source in a new application', ({ source }) => [code(source)]],
    ['Map its source to', ({ instead }) => codeOrNothing(instead)],
  ]);

export const fieldTable = (rows: readonly FieldRow[]): Block =>
  table({ id: 'add', resourceType: 'User' }, rows, [
    ['Kissflow field', ({ name }) => write`${name}`],
    TARGET,
    MAPPING_TYPE,
    SOURCE,
    ['Remark', ({ source }) => write`${remark(source)}`],
  ]);

/** Of the fields that are dates. */
export const textDateTable = (rows: readonly FieldRow[]): Block =>
  table(
    { id: 'text-dates', resourceType: 'User' },
    rows.filter(({ textExpression }) => textExpression !== undefined),
    [
      ['Kissflow field', ({ name }) => write`${name}`],
      ['Expression', ({ textExpression }) => codeOrNothing(textExpression)],
    ],
  );

function remark(source: FieldRow['source']): string {
  if (!source) return 'no suggestion';
  return source.placeholder ? 'placeholder, see its note in section 1' : '';
}

export const settingsAndStart: Section = {
  title: 'Settings and start',
  blocks: [
    { text: write`Under ${place(places.settings)}:` },
    {
      list: [
        write`${label('Scope')}: ${strong('Sync only assigned users and groups')}. Then assign them under ${strong('Users and groups')}; of a group only the direct members are provisioned.`,
        write`${label('Notification email')}: a mailbox that is read. Entra writes to it when it puts the job into quarantine.`,
        write`${label('Prevent accidental deletion')}: on, with a threshold. When one cycle would disable or delete more users and groups than that, the job goes into quarantine until an administrator selects ${strong('Allow deletes')}, or corrects the assignment and restarts the job.`,
      ],
    },
    {
      text: write`Try one user with ${strong('Provision on demand')}, then ${place(places.start)}. The first cycle begins within minutes, the next ones follow about every 40.`,
    },
  ],
};

export const whatToExpect: Section = {
  title: 'What to expect',
  blocks: [
    {
      list: [
        write`${strong('Empty values are never sent.')} When an attribute is emptied in Entra ID, Kissflow keeps the last value. Where a field must be cleared as well, map an expression that sends a substitute, such as ${code('Switch(IsPresent([department]), "None", "True", [department])')}.`,
        write`${strong('A user is disabled for one of four reasons')}: no longer assigned to the application; no longer within a scoping filter; deleted in Entra ID (restorable for 30 days, then deleted here as well); sign-in blocked (${label('Account enabled')} is No).`,
        write`${strong('Quarantine')} is what Entra calls a job that keeps failing: a token that is not accepted, an address that does not answer, or very many refused users. Cycles become less frequent, down to one a day, and after four weeks the job is switched off. Fix the cause (a new token goes under ${place(places.credentials)}; for refused users see the provisioning log), then ${strong('Restart provisioning')}.`,
        write`${strong('Tokens are not part of an export.')} After an import into another service or account, generate a token there and enter it with the new Base URL.`,
        write`${strong('Entra calls from the Internet, over https.')} To try a service on your own machine, open a tunnel to it and start it with ${code('PUBLIC_BASE_URL')} set to the address of the tunnel.`,
      ],
    },
  ],
};
