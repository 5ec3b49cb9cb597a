/**
 * `kissflow-scim`: every verb of the command line. This room owns programs and what they print; what a command does it
 * asks of the manage API, of Entra's client or of the local host, and never of a store.
 */

import type { Command } from 'commander';
import { addCheck } from '../entra/check/command.ts';
import { commandLine, type Terminal } from '../terminal/program.ts';
import { addAccount } from './commands/account.ts';
import { addArchive } from './commands/archive.ts';
import { addBackup } from './commands/backup.ts';
import { addDetails } from './commands/details.ts';
import { addField } from './commands/field.ts';
import { addLog } from './commands/log.ts';
import { addMapping } from './commands/mapping.ts';
import { addPeople } from './commands/people.ts';
import { addPortal } from './commands/portal.ts';
import { addServe } from './commands/serve.ts';
import { addStatus } from './commands/status.ts';
import { addToken } from './commands/token.ts';
import { addWhy } from './commands/why.ts';

export function kissflowScim(terminal: Terminal): Command {
  const program = commandLine('kissflow-scim', terminal)
    .description('Accounts, Kissflow fields and SCIM tokens of a Kissflow SCIM service')
    .addHelpText('after', EPILOGUE);
  addServe(program);
  for (const add of [
    addPortal,
    addAccount,
    addField,
    addToken,
    addStatus,
    addLog,
    addWhy,
    addMapping,
    addPeople,
    addDetails,
    addArchive,
    addBackup,
    addCheck,
  ])
    add(program, terminal);
  return program;
}

const EPILOGUE = `
Examples:
  kissflow-scim account list
  kissflow-scim token create AcDemo --label "Entra production" --out connection.json
  kissflow-scim status AcDemo
  kissflow-scim why AcDemo ann@example.com
  kissflow-scim log AcDemo --outcome refused
  kissflow-scim users AcDemo --url https://scim.example.com --token-file key.txt

Exit code: 0 when done, 1 when refused or failed, 2 for wrong arguments.`;
