/** `kissflow-scim account`: the Kissflow accounts of a service and their settings. */

import { type Command, Option } from 'commander';
import type { Account, AccountSummary } from '../../shared/manage/contract/manage-api.ts';
import { assigned } from '../../shared/scim/json.ts';
import { misused } from '../../terminal/command-error.ts';
import { examples, wholeNumber, yesOrNo } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, jsonText, record, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, type Partly } from '../manage/manage-client.ts';
import { addAccountDeletion } from './account-deletion.ts';
import { fieldTable } from './field.ts';

interface SettingOptions extends ApiOptions {
  readonly name?: string;
  readonly unsupportedAttributes?: 'reject' | 'ignore';
  readonly logValues?: boolean;
  readonly logDays?: number;
}

export function addAccount(program: Command, terminal: Terminal): void {
  const account = program.command('account').description('Kissflow accounts and their settings');
  withApi(account.command('list').description('List the accounts'))
    .action((options: ApiOptions) => printAccounts(options, terminal))
    .addHelpText('after', examples('account list', 'account list --json'));
  withApi(
    account.command('show').argument('<account>', 'its id').description('Show an account with its fields'),
  )
    .action((id: string, options: ApiOptions) => show(id, options, terminal))
    .addHelpText('after', examples('account show AcDemo'));
  withSettings(
    account.command('create').argument('<account>', 'Kissflow account id: 2 to 40 letters or digits'),
  )
    .description('Create an account')
    .action((id: string, options: SettingOptions) => createAccount(id, options, terminal))
    .addHelpText('after', examples('account create Ac12345 --name "Acme production"'));
  withSettings(account.command('set').argument('<account>', 'its id'))
    .description('Change the settings of an account; options that are left out stay unchanged')
    .action((id: string, options: SettingOptions) => set(id, options, terminal))
    .addHelpText(
      'after',
      examples('account set AcDemo --unsupported-attributes ignore', 'account set AcDemo --log-days 90'),
    );
  addAccountDeletion(account, terminal);
}

const withSettings = (command: Command): Command =>
  withApi(command)
    .option('--name <name>', 'as administrators see it')
    .addOption(
      new Option(
        '--unsupported-attributes <policy>',
        'data under attributes that the account does not have',
      ).choices(['reject', 'ignore']),
    )
    .option('--log-values <yes|no>', 'whether the provisioning log keeps old and new values', yesOrNo)
    .option('--log-days <days>', 'days for which the provisioning log keeps entries', wholeNumber);

async function printAccounts(options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const answer = (await manage('GET /accounts', {})).json();
  const accounts = listOf(answer.accounts);
  if (options.json) terminal.print(jsonText(answer));
  else terminal.print(table(ACCOUNT_COLUMNS, accounts, terminal.columns));
}

const ACCOUNT_COLUMNS: readonly Column<Partly<AccountSummary>>[] = [
  ['ACCOUNT', ({ id }) => id, 'whole'],
  ['NAME', ({ name }) => name],
  ['UNSUPPORTED', ({ unsupportedAttributes }) => unsupportedAttributes],
  ['LOG DAYS', ({ log }) => log?.days],
  ['LOG VALUES', ({ log }) => log?.values],
  ['BASE URL', ({ baseUrl }) => baseUrl, 'whole'],
];

async function show(id: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  printAccount((await manage('GET /accounts/{accountId}', { accountId: id })).json(), options, terminal);
}

/** Of a new account: the manage API takes both or neither. */
const LOG = { values: false, days: 30 };

async function createAccount(id: string, options: SettingOptions, terminal: Terminal): Promise<void> {
  if (options.name === undefined) throw misused('account create needs --name, too.');
  const manage = await connect(options, terminal);
  const { log, ...settings } = settingsGiven(options);
  const body = { id, ...settings, ...(log ? { log: { ...LOG, ...log } } : {}) };
  printAccount((await manage('POST /accounts', {}, { body })).json(), options, terminal);
}

interface Settings {
  readonly name?: string;
  readonly unsupportedAttributes?: 'reject' | 'ignore';
  readonly log?: { readonly values?: boolean; readonly days?: number };
}

async function set(id: string, options: SettingOptions, terminal: Terminal): Promise<void> {
  const body = settingsGiven(options);
  if (Object.keys(body).length === 0) throw misused('account set needs a setting to change: see --help.');
  const manage = await connect(options, terminal);
  const before = await manage('GET /accounts/{accountId}', { accountId: id });
  const answer = await manage(
    'PATCH /accounts/{accountId}',
    { accountId: id },
    {
      body: body.log ? { ...body, log: { ...before.json().log, ...body.log } } : body,
      ifMatch: before.etag,
    },
  );
  printAccount(answer.json(), options, terminal);
}

function settingsGiven({ name, unsupportedAttributes, logValues, logDays }: SettingOptions): Settings {
  const log = assigned({ values: logValues, days: logDays });
  return assigned({ name, unsupportedAttributes, log: Object.keys(log).length === 0 ? undefined : log });
}

function printAccount(account: Partly<Account>, { json }: ApiOptions, { print, columns }: Terminal): void {
  const fields = listOf(account.fields ?? []);
  const settings = record(ACCOUNT_COLUMNS.map(([heading, cell]) => [heading.toLowerCase(), cell(account)]));
  const below = fields.length === 0 ? 'No fields yet.' : fieldTable(fields, columns);
  print(json ? jsonText(account) : `${settings}\n\n${below}`);
}
