/** `kissflow-scim users` and `groups`: what an account holds, as the user management table shows it. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GroupPage, GroupRow, UserPage, UserRow } from '../../shared/manage/contract/manage-api.ts';
import { isObject } from '../../shared/scim/json.ts';
import { examples, wholeNumber } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, jsonText, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, type Partly, texts } from '../manage/manage-client.ts';
import { askWhy } from './why.ts';

interface PageOptions extends ApiOptions {
  readonly search?: string;
  readonly start?: number;
  readonly count?: number;
}

interface UserOptions extends PageOptions {
  readonly active?: string;
  readonly group?: string;
  readonly field?: readonly [id: string, value: string];
}

export function addPeople(program: Command, terminal: Terminal): void {
  paged(
    program.command('users').description('List the users of an account, with their Kissflow fields'),
    'userName, displayName or e-mail',
  )
    .addOption(new Option('--active <active>', 'false: disabled users').choices(['true', 'false']))
    .option('--group <id>', 'direct members of this group, which has at most 1,000')
    .option('--field <id=value>', 'with this value, the whole of it, in a Kissflow field', fieldValue)
    .action((account: string, options: UserOptions) => printUsers(account, options, terminal))
    .addHelpText(
      'after',
      examples(
        'users AcDemo --search ann',
        'users AcDemo --active false --field "Department=Sales"',
        'users AcDemo --start 51 --json',
      ),
    );
  paged(program.command('groups').description('List the groups of an account'), 'displayName')
    .action((account: string, options: PageOptions) => printGroups(account, options, terminal))
    .addHelpText('after', examples('groups AcDemo', 'groups AcDemo --search sales'));
}

const paged = (command: Command, searched: string): Command =>
  withApi(command.argument('<account>'))
    .option('--search <text>', `part of a ${searched}`)
    .option('--start <n>', 'first row, counted from 1', wholeNumber)
    .option('--count <n>', 'rows, at most 500 (default: 50)', wholeNumber);

function fieldValue(text: string): readonly [string, string] {
  const [, id, value] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  if (id !== undefined && value !== undefined) return [id, value];
  throw new InvalidArgumentError('It takes the id of a field, = and the whole value: Department=Sales.');
}

async function printUsers(account: string, options: UserOptions, terminal: Terminal): Promise<void> {
  const { search, start: startIndex, count, active, group, field: [field, value] = [] } = options;
  const manage = await connect(options, terminal);
  const isActive = active === undefined ? undefined : active === 'true';
  const asked = { search, active: isActive, group, field, value, startIndex, count };
  const page = (await manage('GET /accounts/{accountId}/users', { accountId: account, ...asked })).json();
  const users = listOf(page.users);
  if (options.json) return terminal.print(jsonText(page));
  terminal.print(users.length === 0 ? 'No users here.' : table(userColumns(users), users, terminal.columns));
  for (const hint of texts(page.hints)) terminal.note(hint);
  if (users.length === 0 && search !== undefined) terminal.note(askWhy(account, search));
  terminal.note(position(page, users.length));
}

async function printGroups(account: string, options: PageOptions, terminal: Terminal): Promise<void> {
  const { search, start: startIndex, count } = options;
  const manage = await connect(options, terminal);
  const asked = { accountId: account, search, startIndex, count };
  const page = (await manage('GET /accounts/{accountId}/groups', asked)).json();
  const groups = listOf(page.groups);
  if (options.json) return terminal.print(jsonText(page));
  terminal.print(groups.length === 0 ? 'No groups here.' : table(GROUP, groups, terminal.columns));
  for (const hint of texts(page.hints)) terminal.note(hint);
  terminal.note(position(page, groups.length));
}

function position({ startIndex, totalResults }: Partly<UserPage | GroupPage>, rows: number): string {
  const [start, total] = [Number(startIndex), Number(totalResults)];
  if (rows === 0) return `${total} in all.`;
  const end = start + rows - 1;
  return `${start} to ${end} of ${total}${end < total ? `; the next page: --start ${end + 1}` : ''}`;
}

/** What the log is asked by. */
const ID: Column<{ readonly id?: string | undefined }> = ['ID', ({ id }) => id, 'whole'];

const USER: readonly Column<Partly<UserRow>>[] = [
  ['USER', ({ userName }) => userName],
  ['NAME', ({ displayName }) => displayName],
  ['ACTIVE', ({ active }) => active],
  ['DESIGNATION', ({ designation }) => designation],
  ['E-MAIL', ({ email }) => email],
  ['GROUPS', ({ groups }) => groups],
];

const GROUP: readonly Column<Partly<GroupRow>>[] = [
  ['GROUP', ({ displayName }) => displayName],
  ['EXTERNAL ID', ({ externalId }) => externalId],
  ['MEMBERS', ({ members }) => members],
  ID,
  ['CHANGED', ({ lastModified }) => lastModified],
];

/** A Kissflow field without a value on the page would only make lines longer. */
function userColumns(rows: readonly Partly<UserRow>[]): readonly Column<Partly<UserRow>>[] {
  const ids = new Set(rows.flatMap((row) => Object.keys(row.fields ?? {})));
  const ofField = (id: string): Column<Partly<UserRow>> => [id, ({ fields }) => shown(fields?.[id])];
  return [...USER, ...[...ids].map(ofField), ID];
}

/** Whom a reference means. */
export const shown = (value: unknown): unknown =>
  isObject(value) ? (value.displayName ?? value.userName ?? value.value) : value;
