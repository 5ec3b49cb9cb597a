/** `kissflow-scim status`: is provisioning alive, what did it do and refuse today, and what is to be done next. */

import type { Command } from 'commander';
import type { AccountStatus } from '../../shared/manage/contract/manage-api.ts';
import { remedyOf } from '../../shared/scim/error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, record, table } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, type ManageClient, type Partly } from '../manage/manage-client.ts';
import { minute, TOKEN_COLUMNS, tokenNotes } from './token.ts';

type Status = Partly<AccountStatus>;
type Element<List> = NonNullable<List> extends readonly (infer One)[] ? One : never;

export function addStatus(program: Command, terminal: Terminal): void {
  withApi(
    program
      .command('status')
      .argument('[account]', 'its id; left out: all accounts, or the only one')
      .description('Show how an account is doing: last request, users, changes and refusals, tokens, set-up'),
  )
    .action((account: string | undefined, options: ApiOptions) => status(account, options, terminal))
    .addHelpText('after', examples('status', 'status AcDemo', 'status AcDemo --json'));
}

async function status(asked: string | undefined, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const ids = asked === undefined ? await accountIds(manage) : [asked];
  const all: Status[] = [];
  for (const id of ids)
    all.push((await manage('GET /accounts/{accountId}/status', { accountId: id })).json());
  const [only] = all;
  const isOne = only !== undefined && all.length === 1;
  if (options.json) return terminal.print(jsonText(asked === undefined ? { accounts: all } : (only ?? {})));
  if (!isOne) return terminal.print(overview(all, terminal));
  terminal.print(sectionsOf(only, terminal).join('\n\n'));
  for (const note of tokenNotes(cellText(only.account), listOf(only.tokens))) terminal.note(note);
}

async function accountIds(manage: ManageClient): Promise<readonly string[]> {
  const { accounts } = (await manage('GET /accounts', {})).json();
  return listOf(accounts).map(({ id }) => cellText(id));
}

const overview = (all: readonly Status[], { columns }: Terminal): string =>
  all.length === 0
    ? 'No accounts: kissflow-scim account create ACCOUNT --name NAME'
    : table(OVERVIEW, all, columns);

const OVERVIEW: readonly Column<Status>[] = [
  ['ACCOUNT', ({ account }) => account, 'whole'],
  ['LAST REQUEST', ({ lastRequest }) => (lastRequest ? minute(lastRequest.at) : 'none'), 'whole'],
  ['USERS', ({ users }) => users?.total],
  ['ACTIVE', ({ users }) => users?.active],
  ['GROUPS', ({ groups }) => groups],
  ['REFUSED', ({ lastDay }) => sumOf(listOf(lastDay?.refusals).map(({ count }) => count))],
  ['NEXT STEP', ({ setUp }) => openSteps(setUp)[0]?.step ?? 'none'],
];

const sumOf = (counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((sum, count) => sum + Number(count ?? 0), 0);

const openSteps = (setUp: Status['setUp']) =>
  listOf(setUp).filter(({ done, optional }) => done === false && optional === false);

function sectionsOf(answer: Status, { columns }: Terminal): readonly string[] {
  const { account, lastDay, tokens, retiring, setUp } = answer;
  const refusals = listOf(lastDay?.refusals);
  return [
    record(factsOf(answer)),
    ...(refusals.length > 0 ? [table(REFUSALS, refusals, columns)] : []),
    ...(listOf(retiring).length > 0
      ? [table(retiringColumns(cellText(account)), listOf(retiring), columns)]
      : []),
    ...(listOf(tokens).length > 0 ? [table(TOKEN_COLUMNS, listOf(tokens), columns)] : []),
    table(SET_UP, listOf(setUp), columns),
  ];
}

function factsOf({ account, lastRequest, users, groups, lastDay, work }: Status) {
  const { since, changes, failures } = lastDay ?? {};
  return [
    ['account', account],
    ['last request', lastRequestText(lastRequest)],
    ['users', usersText(users)],
    ['groups', groups],
    [`changes since ${cellText(minute(since))}`, changesText(changes)],
    ...(failures === 0 ? [] : [['failures of the service', failures] as const]),
    ['work unfinished', workText(work)],
  ] as const;
}

const lastRequestText = (last: Status['lastRequest']): string =>
  last
    ? `${cellText(minute(last.at))} UTC, with token ${cellText(last.tokenId)} (${cellText(last.label)})`
    : 'none yet';

function usersText(users: Status['users']): string {
  const { total, active, disabled } = users ?? {};
  if (active === null) return `${cellText(total)} (being counted: repeat the command in a few seconds)`;
  return `${cellText(total)}: ${cellText(active)} active, ${cellText(disabled)} disabled`;
}

function changesText(changes: NonNullable<Status['lastDay']>['changes']): string {
  const texts = Object.entries(changes ?? {}).map(
    ([event, count]) => `${cellText(count)} ${event.replace('-', ' ')}`,
  );
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function workText(work: Status['work']): string {
  const { unfinished = 0, rekeying } = work ?? {};
  const left = unfinished === 0 ? [] : [`${unfinished} deletions or changes of members`];
  const keys = rekeying ? [`search keys follow a field: ${rekeying.done} of ${rekeying.total} users`] : [];
  return [...left, ...keys].join(', ') || 'none';
}

type Refusal = Parameters<typeof remedyOf>[0];

const REFUSALS: readonly Column<Element<NonNullable<Status['lastDay']>['refusals']>>[] = [
  ['REFUSED', ({ code }) => code, 'whole'],
  ['TIMES', ({ count }) => count],
  ['LAST', ({ lastAt }) => minute(lastAt), 'whole'],
  ['WHAT TO DO', (refusal) => remedyOf(refusal as Refusal) ?? 'see kissflow-scim log', 'wrap'],
];

const retiringColumns = (account: string): readonly Column<Element<Status['retiring']>>[] => [
  ['RETIRING FIELD', ({ field }) => field, 'whole'],
  ['SINCE', ({ since }) => minute(since), 'whole'],
  ['LAST SENT', ({ lastSentAt }) => (lastSentAt === null ? 'not since' : minute(lastSentAt)), 'whole'],
  [
    'WHAT TO DO',
    ({ field, target }) =>
      `delete the mapping with the target ${cellText(target)}, then: kissflow-scim field remove ${account} ${cellText(field)}`,
    'wrap',
  ],
];

const STEPS: Readonly<Record<string, string>> = {
  token: 'token generated',
  fields: 'fields defined',
  connection: 'identity provider has called',
  firstUser: 'first user has arrived',
  firstGroup: 'first group has arrived',
};

const SET_UP: readonly Column<Element<Status['setUp']>>[] = [
  ['SET-UP', ({ step }) => STEPS[cellText(step)] ?? step, 'whole'],
  ['STATE', ({ done, optional }) => (done === true ? 'done' : optional === true ? 'optional' : 'open')],
  ['WHAT TO DO', ({ remedy }) => remedy, 'wrap'],
];
