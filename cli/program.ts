/** The command line: every verb, and what becomes of what goes wrong. */

import { Command, CommanderError } from 'commander';
import { CommandError, misused } from '../terminal/command-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addAccount } from './commands/account.ts';
import { addArchive } from './commands/archive.ts';
import { addCheck } from './commands/check.ts';
import { addField } from './commands/field.ts';
import { addLog } from './commands/log.ts';
import { addMapping } from './commands/mapping.ts';
import { addPeople } from './commands/people.ts';
import { addServe } from './commands/serve.ts';
import { addToken } from './commands/token.ts';

/** @returns the exit code: 0 done, 1 refused or failed, 2 wrong arguments */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    refuseToken(args);
    await programOn(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommandError)) throw error;
    terminal.note(error.message);
    return error.exitCode;
  }
}

function programOn(terminal: Terminal): Command {
  const trimmed = (write: (text: string) => void) => (text: string) => write(text.replace(/\n$/, ''));
  const program = new Command('kissflow-scim')
    .description('Accounts, Kissflow fields and SCIM tokens of a Kissflow SCIM service')
    .exitOverride()
    .configureOutput({ writeOut: trimmed(terminal.print), writeErr: trimmed(terminal.note) })
    .showHelpAfterError('(--help shows what is possible)')
    .addHelpText('after', EPILOGUE);
  addServe(program);
  for (const add of [addAccount, addField, addToken, addLog, addMapping, addPeople, addArchive])
    add(program, terminal);
  addCheck(program);
  return program;
}

const EPILOGUE = `
Examples:
  kissflow-scim account list
  kissflow-scim token create AcDemo --label "Entra production" --out connection.json
  kissflow-scim log AcDemo --subject ann@example.com
  kissflow-scim users AcDemo --url https://scim.example.com --token-file key.txt

Exit code: 0 when done, 1 when refused or failed, 2 for wrong arguments.`;

const TOKEN = /^--token(=|$)|kfs_[A-Za-z0-9]+_[0-9a-z]{16}_|kfm_[\w-]{43}|\beyJ[\w-]+\.[\w-]+\./;

/** Not even in an error message: that may be kept in a log. */
function refuseToken(args: readonly string[]): void {
  if (!args.some((arg) => TOKEN.test(arg))) return;
  throw misused('A token on the command line can be read by others: write it to a file, use --token-file.');
}
