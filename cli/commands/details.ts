/** `kissflow-scim user show` and `group show`: one user with all that is known, one group with its members. */

import type { Command } from 'commander';
import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { examples, wholeNumberFrom } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, record, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, objectOf, texts } from '../manage/manage-client.ts';
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
  const answer = objectOf(await manage({ path: ['accounts', account, 'users', id] }));
  if (options.json) return terminal.print(jsonText(answer));
  const user = objectIn(answer.user);
  terminal.print(
    record([
      ['ID', user.id],
      ...Object.entries(objectIn(answer.attributes)).map(([name, value]) => [name, plain(value)] as const),
      ...Object.entries(objectIn(user.fields)).map(([name, value]) => [name, shown(value)] as const),
      ['groups', listOf(answer.groups).map(({ id, displayName }) => cellText(displayName ?? id))],
      ['created', user.created],
      ['changed', user.lastModified],
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
  const path = ['accounts', account, 'groups', id];
  const { group, attributes } = objectOf(await manage({ path }));
  const query = { search, limit: limit?.toString(), cursor };
  const page = objectOf(await manage({ path: [...path, 'members'], query }));
  if (options.json) return terminal.print(jsonText({ group, attributes, ...page }));
  const { displayName, externalId, members, created, lastModified } = objectIn(group);
  const lines: readonly (readonly [string, Json | undefined])[] = [
    ['GROUP', displayName],
    ['externalId', externalId],
    ['members', members],
    ['created', created],
    ['changed', lastModified],
  ];
  terminal.print(`${record(lines)}\n`);
  const rows = listOf(page.members);
  terminal.print(rows.length === 0 ? 'No members here.' : table(MEMBER, rows, terminal.columns));
  for (const hint of texts(page.hints)) terminal.note(hint);
  if (page.nextCursor !== undefined)
    terminal.note(`There is more: repeat the command with --cursor ${cellText(page.nextCursor)}`);
}

const MEMBER: readonly Column[] = [
  ['MEMBER', ({ userName, displayName }) => userName ?? displayName],
  ['NAME', ({ displayName }) => displayName],
  ['TYPE', ({ type }) => type],
  ['ACTIVE', ({ active }) => active],
  ['ID', ({ id }) => id, 'whole'],
];

const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** Values of several parts as they were sent. */
const plain = (value: Json): Json => (typeof value === 'object' ? JSON.stringify(value) : value);
