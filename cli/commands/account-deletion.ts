/** `kissflow-scim account delete`: an account with all that it holds, to the end. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AccountDeletion, AccountStatus } from '../../shared/manage/contract/manage-api.ts';
import { misused } from '../../terminal/command-error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { jsonText, record } from '../../terminal/table.ts';
import { requireTyped } from '../../terminal/typed-confirmation.ts';
import { requireRoom } from '../../terminal/whole-file.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { type ManageClient, type Partly, RefusedCall, texts } from '../manage/manage-client.ts';
import { persistently } from '../manage/persistently.ts';
import { exportTo, summaryOf } from './archive.ts';

interface DeletionOptions extends ApiOptions {
  readonly yes?: boolean;
  readonly export?: string;
}

export function addAccountDeletion(account: Command, terminal: Terminal): void {
  withApi(account.command('delete').argument('<account>', 'its id'))
    .description('Delete an account with its users, groups, fields, tokens and logs')
    .option('--export <file>', 'export the account there before anything is deleted')
    .option('--yes', 'do not ask for the id once more')
    .action((id: string, options: DeletionOptions) => deleteAccount(id, options, terminal))
    .addHelpText(
      'after',
      examples('account delete Ac12345 --export ac12345.jsonl', 'account delete Ac12345 --yes'),
    );
}

async function deleteAccount(id: string, options: DeletionOptions, terminal: Terminal): Promise<void> {
  const { yes = false, export: file, json } = options;
  const { ask, note, print } = terminal;
  if (!yes && !ask) throw misused('Nobody can be asked here: give --yes to delete the account.');
  if (file !== undefined) requireRoom({ file, force: false, calledAs: '--export' });
  const manage = await connect(options, terminal);
  const status = await statusOf(manage, id);
  if (status && file !== undefined)
    note(
      `${file}: ${summaryOf(await exportTo({ file, force: false, calledAs: '--export' }, manage, id, terminal))}`,
    );
  if (status && !yes && ask)
    await requireTyped({ ask, note }, id, consequencesOf(id, status, file !== undefined));
  const done = await removed(manage, id, terminal);
  if (json) return print(jsonText(done));
  print(record([['deleted', id]]));
  note(`What is kept:\n${texts(done.kept).join('\n')}`);
}

/** @returns undefined when the account is out of use already, or was never there: its deletion goes on, or says so */
async function statusOf(manage: ManageClient, id: string): Promise<Partly<AccountStatus> | undefined> {
  try {
    return (await manage('GET /accounts/{accountId}/status', { accountId: id })).json();
  } catch (error) {
    if (error instanceof RefusedCall && error.status === 404) return undefined;
    throw error;
  }
}

function consequencesOf(id: string, { users, groups }: Partly<AccountStatus>, isExported: boolean): string {
  const what = `This deletes the account ${id} for good: ${users?.total ?? '?'} users, ${groups} groups, its fields, tokens and logs. Identity providers that still send to it get 401.`;
  return isExported
    ? what
    : `${what}\nTo keep a copy, stop here: kissflow-scim export ${id} --out ${id}.jsonl`;
}

/** Repeats the request until the deletion is done. @returns the last answer */
async function removed(
  manage: ManageClient,
  id: string,
  terminal: Terminal,
): Promise<Partly<AccountDeletion>> {
  const call = async () =>
    (await manage('DELETE /accounts/{accountId}', { accountId: id, confirm: id })).json();
  let answer = await persistently(call, { silence: false });
  const { progress } = terminal;
  progress.start('delete', leftIn(answer), 'documents');
  try {
    for (let isTold = false; answer.isDone !== true; ) {
      const before = leftIn(answer);
      if (before === 0 && !isTold) sayWhy(terminal, String(answer.endsAfter));
      isTold ||= before === 0;
      // Each request works for a while; only what it cannot do yet is waited for.
      await sleep(before === 0 ? pauseUntil(String(answer.endsAfter)) : SHORTEST);
      answer = await persistently(call, { silence: true }).catch(doneBy(answer));
      progress.step(Math.max(0, before - leftIn(answer)));
    }
    return answer;
  } finally {
    // A bar that goes on would keep the process alive.
    progress.stop();
  }
}

/** The service itself, or a request whose answer was lost, has ended the deletion meanwhile. @throws any other error */
const doneBy =
  (last: Partly<AccountDeletion>) =>
  (error: unknown): Partly<AccountDeletion> => {
    if (error instanceof RefusedCall && error.status === 404)
      return { ...last, isDone: true, documentsLeft: 0 };
    throw error;
  };

const leftIn = ({ documentsLeft }: Partly<AccountDeletion>): number => Number(documentsLeft);

function sayWhy({ progress, note }: Terminal, endsAfter: string): void {
  const say = progress.note ?? note;
  say(
    `The account is out of use, and its data is removed. What requests under way may still write is removed after ${endsAfter}; then the deletion is done. A service that runs goes on without this command.`,
  );
}

/** Milliseconds between two looks at it. */
const SHORTEST = 1000;
const LONGEST = 15_000;

const pauseUntil = (instant: string): number =>
  Math.min(Math.max(Date.parse(instant) - Date.now(), SHORTEST), LONGEST);
