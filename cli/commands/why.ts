/** `kissflow-scim why`: why a user is not provisioned, is disabled, or is gone, and what to do. */

import type { Command } from 'commander';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { cellText, jsonText, printable, textTable } from '../../terminal/table.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { listOf, texts } from '../manage/manage-client.ts';

export function addWhy(program: Command, terminal: Terminal): void {
  withApi(
    program
      .command('why')
      .argument('<account>')
      .argument(
        '<user>',
        'a whole userName, e-mail address, externalId (in Entra ID the object id) or SCIM id',
      )
      .description('Say why a user is not provisioned, is disabled, or is gone, and what to do'),
  )
    .action((account: string, user: string, options: ApiOptions) => why(account, user, options, terminal))
    .addHelpText(
      'after',
      examples('why AcDemo ann@example.com', 'why AcDemo 3f2b8c1e-0d4a-4c5e-9b7f-2a1d6e8c9f00'),
    );
}

async function why(account: string, user: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const found = await manage('GET /accounts/{accountId}/explanation', { accountId: account, user });
  const answer = found.json();
  if (options.json) return terminal.print(jsonText(answer));
  const wrapped = (lines: readonly (readonly string[])[]) =>
    textTable(lines, {
      ...(terminal.columns === undefined ? {} : { width: terminal.columns }),
      fits: ['wrap', 'wrap'],
    });
  terminal.print(wrapped(listOf(answer.findings).map(({ text }) => [cellText(text)])));
  const steps = texts(answer.steps);
  if (steps.length === 0) return;
  terminal.print(`\nWhat to do:\n${wrapped(steps.map((step, index) => [`${index + 1}.`, step]))}`);
}

/** The command to ask next, after a name was not found. */
export function askWhy(account: string, user: string): string {
  const word = printable(user);
  return `  kissflow-scim why ${account} ${/^[\w.@+-]+$/.test(word) ? word : JSON.stringify(word)}`;
}
