/** `kissflow-scim backup` and `restore`: the data folder of this machine as one file, tokens included. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { refused } from '../../terminal/command-error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { jsonText, record } from '../../terminal/table.ts';
import { backUp } from '../backup/back-up.ts';
import { restore } from '../backup/restore.ts';

interface FolderOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export function addBackup(program: Command, terminal: Terminal): void {
  withFolder(program.command('backup').argument('<file>', 'the backup, for its owner only: it holds tokens'))
    .description('Copy the data folder into one file, while the service runs')
    .option('--force', 'replace the file')
    .action((file: string, options: FolderOptions & { force?: boolean }) =>
      makeBackup(file, options, terminal),
    )
    .addHelpText(
      'after',
      examples('backup scim-2027-01-31.backup', 'backup /mnt/backups/scim.backup --force'),
    );
  withFolder(program.command('restore').argument('<file>', 'what backup wrote'))
    .description('Make a data folder of a backup; the service must not run')
    .option('--replace', 'also when the folder is not empty: it is kept under another name')
    .action((file: string, options: FolderOptions & { replace?: boolean }) =>
      restoreBackup(file, options, terminal),
    )
    .addHelpText(
      'after',
      examples('restore scim.backup', 'restore scim.backup --replace --data-dir /srv/scim'),
    );
}

const withFolder = (command: Command): Command =>
  command
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR, or .data)')
    .option('--json', 'print the result as JSON, for scripts');

async function makeBackup(
  file: string,
  { force = false, ...options }: FolderOptions & { force?: boolean },
  terminal: Terminal,
): Promise<void> {
  const folder = folderOf(options, terminal);
  const files = await told(() => backUp(folder, { file, force, calledAs: 'The backup' }, terminal.progress));
  if (options.json) terminal.print(jsonText({ file, files }));
  else
    terminal.print(
      record([
        ['file', file],
        ['holds', files.join(', ')],
      ]),
    );
  terminal.note('It holds tokens: keep it as secret as the data folder.');
}

async function restoreBackup(
  file: string,
  { replace = false, ...options }: FolderOptions & { replace?: boolean },
  terminal: Terminal,
): Promise<void> {
  const folder = folderOf(options, terminal);
  const kept = await told(() => restore(file, folder, { replace, now: new Date() }, terminal.progress));
  if (options.json) terminal.print(jsonText(kept === undefined ? { folder } : { folder, kept }));
  else
    terminal.print(
      record([
        ['folder', folder],
        ['before', kept ?? 'there was nothing'],
      ]),
    );
  terminal.note(AFTERWARDS);
}

const AFTERWARDS =
  'Start the service: tokens open what they opened when the backup was made. What was revoked since then must be revoked again, an account that was deleted since then is there again and must be deleted again, and what was provisioned since then comes back with Restart provisioning in Entra ID. On another machine: stop the old service first, and enter the new Base URL in Entra ID if the address is another.';

function folderOf({ dataDir }: FolderOptions, { environment }: Terminal): string {
  if (environment.STORE === 'cosmos') {
    throw refused(
      'The data is in Cosmos DB, which has a backup of its own: see Restore in docs/operations.md.',
    );
  }
  return resolve(dataDir ?? (environment.DATA_DIR || '.data'));
}

async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreUnavailable ? refused(error.message) : error;
  }
}
