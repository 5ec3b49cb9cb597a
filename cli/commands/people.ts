/** `kissflow-scim users` and `groups`: what an account holds, as the user management table shows it. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { examples, wholeNumber } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, jsonText, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, objectOf, texts } from '../manage/manage-client.ts';
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
    .action((account: string, options: UserOptions) =>
      printPage('users', userColumns, account, options, terminal),
    )
    .addHelpText(
      'after',
      examples(
        'users AcDemo --search ann',
        'users AcDemo --active false --field "Department=Sales"',
        'users AcDemo --start 51 --json',
      ),
    );
  paged(program.command('groups').description('List the groups of an account'), 'displayName')
    .action((account: string, options: PageOptions) =>
      printPage('groups', () => GROUP, account, options, terminal),
    )
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

async function printPage(
  what: 'users' | 'groups',
  columns: (rows: readonly JsonObject[]) => readonly Column[],
  account: string,
  options: UserOptions,
  terminal: Terminal,
): Promise<void> {
  const { search, start, count, active, group, field: [field, value] = [] } = options;
  const manage = await connect(options, terminal);
  const page = { startIndex: start?.toString(), count: count?.toString() };
  const query = { search, active, group, field, value, ...page };
  const answer = objectOf(await manage({ path: ['accounts', account, what], query }));
  const rows = listOf(answer[what]);
  if (options.json) return terminal.print(jsonText(answer));
  terminal.print(rows.length === 0 ? `No ${what} here.` : table(columns(rows), rows, terminal.columns));
  for (const hint of texts(answer.hints)) terminal.note(hint);
  if (rows.length === 0 && what === 'users' && search !== undefined) terminal.note(askWhy(account, search));
  terminal.note(position(Number(answer.startIndex), rows.length, Number(answer.totalResults)));
}

function position(start: number, rows: number, total: number): string {
  if (rows === 0) return `${total} in all.`;
  const end = start + rows - 1;
  return `${start} to ${end} of ${total}${end < total ? `; the next page: --start ${end + 1}` : ''}`;
}

/** What the log is asked by. */
const ID: Column = ['ID', ({ id }) => id, 'whole'];

const USER: readonly Column[] = [
  ['USER', ({ userName }) => userName],
  ['NAME', ({ displayName }) => displayName],
  ['ACTIVE', ({ active }) => active],
  ['DESIGNATION', ({ designation }) => designation],
  ['E-MAIL', ({ email }) => email],
  ['GROUPS', ({ groups }) => groups],
];

const GROUP: readonly Column[] = [
  ['GROUP', ({ displayName }) => displayName],
  ['EXTERNAL ID', ({ externalId }) => externalId],
  ['MEMBERS', ({ members }) => members],
  ID,
  ['CHANGED', ({ lastModified }) => lastModified],
];

/** A Kissflow field without a value on the page would only make lines longer. */
function userColumns(rows: readonly JsonObject[]): readonly Column[] {
  const ids = new Set(rows.flatMap((row) => Object.keys(fieldsOf(row))));
  return [...USER, ...[...ids].map((id): Column => [id, (row) => shown(fieldsOf(row)[id])]), ID];
}

/** Whom a reference means. */
export const shown = (value: Json | undefined): Json | undefined =>
  isObject(value) ? (value.displayName ?? value.userName ?? value.value) : value;

const fieldsOf = ({ fields }: JsonObject): JsonObject => (isObject(fields) ? fields : {});
