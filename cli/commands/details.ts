/** `kissflow-scim user show` and `group show`: one user with all that is known, one group with its members. */

import type { Command } from 'commander';
import type { MemberRow } from '../../shared/manage/contract/manage-api.ts';
import { examples, wholeNumberFrom } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, record, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, type Partly, texts } from '../manage/manage-client.ts';
import { shown } from './people.ts';

interface MemberOptions extends ApiOptions {
  readonly search?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

const MAX_ROWS = 500;

export function addDetails(program: Command, terminal: Terminal): void {
  const one = (what: 'user' | 'group', description: string): Command =>
    withApi(
      program
        .command(what)
        .description(`One ${what} of an account`)
        .command('show')
        .argument('<account>')
        .argument('<id>', `SCIM id, as \`${what}s\` shows it`)
        .description(description),
    );
  one('user', 'Show one user: all attributes, Kissflow fields, groups by name')
    .action((account: string, id: string, options: ApiOptions) => showUser(account, id, options, terminal))
    .addHelpText('after', examples('user show AcDemo 3f2b8c1e-0d4a-7c5e-9b7f-2a1d6e8c9f00'));
  one('group', 'Show one group and its members, a page at a time')
    .option('--search <text>', "part of a member's userName or displayName")
    .option('--limit <n>', 'members on a page (default: 50)', wholeNumberFrom(1, MAX_ROWS))
    .option('--cursor <cursor>', 'the cursor that the previous page ended with')
    .action((account: string, id: string, options: MemberOptions) =>
      showGroup(account, id, options, terminal),
    )
    .addHelpText('after', examples('group show AcDemo 3f2b8c1e-0d4a-7c5e-9b7f-2a1d6e8c9f00 --search ann'));
}

async function showUser(account: string, id: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const found = await manage('GET /accounts/{accountId}/users/{userId}', { accountId: account, userId: id });
  const answer = found.json();
  if (options.json) return terminal.print(jsonText(answer));
  const { user, attributes, groups } = answer;
  terminal.print(
    record([
      ['ID', user?.id],
      ...Object.entries(attributes ?? {}).map(([name, value]) => [name, plain(value)] as const),
      ...Object.entries(user?.fields ?? {}).map(([name, value]) => [name, shown(value)] as const),
      ['groups', listOf(groups).map(({ id, displayName }) => cellText(displayName ?? id))],
      ['created', user?.created],
      ['changed', user?.lastModified],
    ]),
  );
  const retained = texts(answer.retained);
  if (retained.length > 0)
    terminal.note(`Values are kept and not shown of fields that are gone or retyped: ${retained.join(', ')}`);
}

async function showGroup(
  account: string,
  id: string,
  options: MemberOptions,
  terminal: Terminal,
): Promise<void> {
  const { search, limit, cursor } = options;
  const manage = await connect(options, terminal);
  const asked = { accountId: account, groupId: id };
  const { group, attributes } = (await manage('GET /accounts/{accountId}/groups/{groupId}', asked)).json();
  const below = 'GET /accounts/{accountId}/groups/{groupId}/members';
  const page = (await manage(below, { ...asked, search, limit, cursor })).json();
  if (options.json) return terminal.print(jsonText({ group, attributes, ...page }));
  const lines = record([
    ['GROUP', group?.displayName],
    ['externalId', group?.externalId],
    ['members', group?.members],
    ['created', group?.created],
    ['changed', group?.lastModified],
  ]);
  terminal.print(`${lines}\n`);
  const rows = listOf(page.members);
  terminal.print(rows.length === 0 ? 'No members here.' : table(MEMBER, rows, terminal.columns));
  for (const hint of texts(page.hints)) terminal.note(hint);
  if (page.nextCursor !== undefined)
    terminal.note(`There is more: repeat the command with --cursor ${cellText(page.nextCursor)}`);
}

const MEMBER: readonly Column<Partly<MemberRow>>[] = [
  ['MEMBER', ({ userName, displayName }) => userName ?? displayName],
  ['NAME', ({ displayName }) => displayName],
  ['TYPE', ({ type }) => type],
  ['ACTIVE', ({ active }) => active],
  ['ID', ({ id }) => id, 'whole'],
];

/** Values of several parts as they were sent. */
const plain = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : value);
