/** `kissflow-scim field`: which Kissflow fields an account has. The API takes the whole list, so each verb edits it. */

import { type Command, Option } from 'commander';
import { FIELD_TYPES } from '../../shared/kissflow/field.ts';
import type {
  Field,
  FieldConsequences,
  FieldList,
  FieldUsage,
  FormerField,
} from '../../shared/manage/contract/manage-api.ts';
import { assigned } from '../../shared/scim/json.ts';
import { collected, examples, yesOrNo } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, table } from '../../terminal/table.ts';
import { requireTyped } from '../../terminal/typed-confirmation.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { concernedField, listOf, type Partly, RefusedCall } from '../manage/manage-client.ts';
import {
  added,
  changed,
  type Edited,
  type FieldDefinition,
  type Fields,
  type FormerFields,
  removed,
  restored,
  retired,
} from './field-edits.ts';

interface FieldOptions extends ApiOptions, FieldDefinition {
  readonly confirm?: boolean;
  readonly dryRun?: boolean;
}

export function addField(program: Command, terminal: Terminal): void {
  const field = program.command('field').description('Kissflow fields of an account');
  withApi(field.command('list').argument('<account>').description('List the fields'))
    .action((account: string, options: ApiOptions) => listFields(account, options, terminal))
    .addHelpText('after', examples('field list AcDemo'));
  withDefinition(field.command('add').description('Add a field, or restore one that was removed'))
    .action((account: string, id: string, options: FieldOptions) =>
      edit(account, id, options, terminal, (fields) => ({ fields: added(fields, id, options) })),
    )
    .addHelpText(
      'after',
      examples(
        'field add AcDemo Cost_Center --name "Cost center" --type text',
        'field add AcDemo Grade --type dropdown --option Junior --option Senior --required yes',
      ),
    );
  withDefinition(
    field.command('change').description('Change a field; options that are left out stay unchanged'),
  )
    .action((account: string, id: string, options: FieldOptions) =>
      edit(account, id, options, terminal, (fields) => ({ fields: changed(fields, id, options) })),
    )
    .addHelpText(
      'after',
      examples('field change AcDemo Grade --option Junior --option Senior --option Lead'),
    );
  withApi(
    confirmed(
      fieldNamed(field.command('remove').description('Remove a field; the values of users are kept')),
    ),
  )
    .action((account: string, id: string, options: FieldOptions) =>
      edit(account, id, options, terminal, (fields, former) => removed(fields, former, id)),
    )
    .addHelpText('after', examples('field remove AcDemo Grade', 'field remove AcDemo Grade --yes'));
  withApi(
    confirmed(
      fieldNamed(
        field
          .command('retire')
          .description('Remove a field, and drop what is still sent for it instead of refusing it'),
      ),
    ),
  )
    .action((account: string, id: string, options: FieldOptions) =>
      edit(account, id, options, terminal, (fields, former) => retired(fields, former, id)),
    )
    .addHelpText('after', examples('field retire AcDemo Grade --dry-run', 'field remove AcDemo Grade'));
  withApi(
    confirmed(
      fieldNamed(field.command('restore').description('Bring a removed field back, with its values')),
    ),
  )
    .action((account: string, id: string, options: FieldOptions) =>
      edit(account, id, options, terminal, (fields, former) => ({ fields: restored(fields, former, id) })),
    )
    .addHelpText('after', examples('field restore AcDemo Grade'));
}

const fieldNamed = (command: Command): Command =>
  command.argument('<account>').argument('<field>', 'its id: a letter, then letters, digits or _');

const confirmed = (command: Command): Command =>
  command
    .option('--yes, --confirm', 'go on, also where the change concerns values of users, and do not ask')
    .option('--dry-run', 'say what it would do, and change nothing');

const withDefinition = (command: Command): Command =>
  withApi(confirmed(fieldNamed(command)))
    .option('--name <name>', 'as people see it (of a new field: its id)')
    .addOption(new Option('--type <type>', 'of a new field: text').choices([...FIELD_TYPES]))
    .option('--required <yes|no>', 'whether every user needs a value (of a new field: no)', yesOrNo)
    .option('--option <choice>', 'of a dropdown, once for each choice, in order', collected);

async function listFields(account: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const answer = (await manage('GET /accounts/{accountId}/fields', { accountId: account })).json();
  const usage = (await manage('GET /accounts/{accountId}/fields/usage', { accountId: account })).json();
  const counted = usage.users ?? {};
  const formerFields = listOf(answer.formerFields).map((field) => ({
    ...field,
    ...assigned({ users: counted[cellText(field.id)] }),
  }));
  printFields(options.json ? { ...answer, users: counted } : { ...answer, formerFields }, options, terminal);
}

async function edit(
  account: string,
  id: string,
  options: FieldOptions,
  terminal: Terminal,
  change: (fields: Fields, former: FormerFields) => Edited,
): Promise<void> {
  const manage = await connect(options, terminal);
  const before = await manage('GET /accounts/{accountId}/fields', { accountId: account });
  const { fields, formerFields } = before.json();
  const { confirm, dryRun } = options;
  const put = (confirmed?: boolean) =>
    manage(
      'PUT /accounts/{accountId}/fields',
      { accountId: account, confirm: confirmed || undefined, dryRun: dryRun || undefined },
      { body: change(listOf(fields), listOf(formerFields)), ifMatch: before.etag },
    );
  const answer = await put(confirm).catch(async (error: unknown) => {
    await requireConfirmed(error, id, terminal);
    return put(true);
  });
  const said: Partly<FieldList & FieldConsequences> = answer.json();
  if (dryRun) printConsequences(said, options, terminal);
  else printFields(said, options, terminal);
}

/** At a keyboard the id of the field is typed, about the version of the fields that was read. @throws the error otherwise */
async function requireConfirmed(error: unknown, id: string, { ask, note }: Terminal): Promise<void> {
  if (!ask || !(error instanceof RefusedCall) || error.consequences.length === 0) throw error;
  await requireTyped({ ask, note }, id, error.consequences.join('\n'));
}

function printFields(
  answer: Partly<FieldList & FieldUsage>,
  { json }: ApiOptions,
  { print, columns }: Terminal,
): void {
  if (json) {
    print(jsonText(answer));
    return;
  }
  print(fieldTable(listOf(answer.fields), columns));
  const former = listOf(answer.formerFields);
  if (former.length > 0)
    print(`\nRemoved (kissflow-scim field restore brings one back):\n${formerTable(former, columns)}`);
}

function printConsequences(
  answer: Partly<FieldConsequences>,
  { json }: ApiOptions,
  { print }: Terminal,
): void {
  const consequences = listOf(answer.needsConfirmation);
  if (json) print(jsonText(answer));
  else if (consequences.length === 0)
    print('No user is concerned. Nothing was changed: leave out --dry-run.');
  else print(`${consequences.map(concernedField).join('\n')}\nNothing was changed.`);
}

export const fieldTable = (fields: Fields, width?: number): string => table(FIELD_COLUMNS, fields, width);

const FIELD_COLUMNS: readonly Column<Partly<Field>>[] = [
  ['FIELD', ({ id }) => id, 'whole'],
  ['NAME', ({ name }) => name],
  ['TYPE', ({ type }) => type],
  ['REQUIRED', ({ required }) => required],
  ['OPTIONS', ({ options }) => options, 'wrap'],
];

const formerTable = (fields: readonly FormerRow[], width?: number): string =>
  table(FORMER_COLUMNS, fields, width);

type FormerRow = Partly<FormerField & { readonly users: number }>;

const FORMER_COLUMNS: readonly Column<FormerRow>[] = [
  ['FIELD', ({ id }) => id, 'whole'],
  ['NAME', ({ name }) => name],
  ['TYPE', ({ type }) => type],
  ['USERS', ({ users }) => users],
  ['REMOVED', ({ removedAt }) => String(removedAt ?? '').slice(0, 10)],
  ['RETIRES', ({ retiring }) => (retiring === true ? 'what is sent for it is dropped' : '')],
];
