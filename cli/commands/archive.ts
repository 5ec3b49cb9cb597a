/** `kissflow-scim export` and `import`: an account as lines of JSON, out and back in. */

import type { Command } from 'commander';
import type { ExportPage } from '../../shared/manage/contract/manage-api.ts';
import { misused, refused } from '../../terminal/command-error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, jsonText, record, table } from '../../terminal/table.ts';
import { type Place, requireRoom, writeWhole } from '../../terminal/whole-file.ts';
import { type Counts, checkLines, counter, endLine, type Line } from '../archive/archive-line.ts';
import { fileLines, spooled } from '../archive/read-lines.ts';
import { type Upload, upload } from '../archive/upload.ts';
import { type ApiOptions, connect, requireOneInput, withApi } from '../manage/connect.ts';
import { listOf, type ManageClient, type Partly } from '../manage/manage-client.ts';
import { persistently } from '../manage/persistently.ts';

interface ExportOptions extends ApiOptions {
  readonly out?: string;
  readonly force?: boolean;
}

export function addArchive(program: Command, terminal: Terminal): void {
  withApi(
    program
      .command('export')
      .argument('<account>', 'its id')
      .description('Write an account with its users, groups and memberships as JSON Lines'),
  )
    .option('--out <file>', 'write them there, for its owner only, instead of printing them')
    .option('--force', 'with --out: replace the file')
    .action((account: string, options: ExportOptions) => exportAccount(account, options, terminal))
    .addHelpText('after', examples('export AcDemo --out demo.jsonl', 'export AcDemo | gzip > demo.jsonl.gz'));
  withApi(
    program
      .command('import')
      .argument('<account>', 'the account to import into; it is created from the file if it does not exist')
      .argument('<file>', 'what export wrote; - is standard input')
      .description('Import an export; users and groups that exist already are never changed'),
  )
    .action((account: string, file: string, options: ApiOptions) =>
      importFile(account, file, options, terminal),
    )
    .addHelpText('after', examples('import AcDemo demo.jsonl', 'import AcCopy demo.jsonl --json'));
}

async function exportAccount(account: string, options: ExportOptions, terminal: Terminal): Promise<void> {
  const { out: file, force = false, json } = options;
  if (force && file === undefined) throw misused('--force goes with --out.');
  if (file !== undefined) requireRoom({ file, force });
  const manage = await connect(options, terminal);
  if (file === undefined) {
    const counts = await writeRecords(manage, account, terminal, terminal.print);
    return terminal.note(summaryOf(counts));
  }
  const written = { file, ...(await exportTo({ file, force }, manage, account, terminal)) };
  terminal.print(json ? jsonText(written) : record(Object.entries(written)));
}

/** @throws CommandError; then there is no file */
export const exportTo = (
  place: Place,
  manage: ManageClient,
  account: string,
  terminal: Terminal,
): Promise<Counts> =>
  writeWhole(place, (append) => writeRecords(manage, account, terminal, (line) => append(`${line}\n`)));

export const summaryOf = ({ users, groups, memberships }: Counts): string =>
  `${users} users, ${groups} groups, ${memberships} memberships.`;

async function writeRecords(
  manage: ManageClient,
  account: string,
  { progress }: Terminal,
  writeLine: (line: string) => void,
): Promise<Counts> {
  const { counts, add } = counter();
  let isStarted = false;
  try {
    for await (const { records, total } of pages(manage, account)) {
      if (total !== undefined) progress.start('export', total);
      isStarted = true;
      for (const one of records) {
        writeLine(JSON.stringify(one));
        add(one);
      }
      progress.step(records.length);
    }
    writeLine(endLine(counts));
    return counts;
  } finally {
    // A bar that goes on would keep the process alive.
    if (isStarted) progress.stop();
  }
}

type ExportedRecord = Partly<ExportPage['records'][number]>;

interface Page {
  readonly records: readonly ExportedRecord[];
  /** How many records the account has: on the first page. */
  readonly total: number | undefined;
}

async function* pages(manage: ManageClient, account: string): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const call = () => manage('GET /accounts/{accountId}/export', { accountId: account, cursor });
    const answer = (await persistently(call, { silence: cursor !== undefined })).json();
    const { users, groups, memberships } = { ...answer.totals };
    const total = [1, users, groups, memberships].reduce<number>((sum, one) => sum + (one ?? 0), 0);
    yield { records: listOf(answer.records), total: cursor === undefined ? total : undefined };
    cursor = typeof answer.nextCursor === 'string' ? answer.nextCursor : undefined;
  } while (cursor !== undefined);
}

async function importFile(
  account: string,
  file: string,
  options: ApiOptions,
  terminal: Terminal,
): Promise<void> {
  requireOneInput(file, options);
  if (file !== '-') return importLines(account, () => fileLines(file), file, options, terminal);
  const name = 'Standard input';
  await spooled(terminal.input(), (spool) =>
    importLines(account, () => fileLines(spool, name), name, options, terminal),
  );
}

/** @param lines read twice: once to check them, once to send them */
async function importLines(
  account: string,
  lines: () => AsyncIterable<Line>,
  name: string,
  options: ApiOptions,
  terminal: Terminal,
): Promise<void> {
  const { users, groups, memberships } = await checkLines(name, lines());
  const manage = await connect(options, terminal);
  const { progress } = terminal;
  progress.start('import', 1 + users + groups + memberships);
  const uploaded = await upload(manage, account, lines(), progress.step).finally(progress.stop);
  printImportReport(uploaded, options, terminal);
  if (!options.json) terminal.note(afterImport(account));
}

const afterImport = (account: string): string =>
  `Tokens are not part of an export: make one with kissflow-scim token create ${account} --out FILE, enter it in Entra ID with its Base URL, Test Connection, and choose Restart provisioning.`;

/** Refused lines that are shown to a person. */
const MAX_REFUSALS = 50;

function printImportReport(uploaded: Upload, { json }: ApiOptions, terminal: Terminal): void {
  if (json) terminal.print(jsonText(uploaded));
  else describe(uploaded, terminal);
  if (uploaded.refused.length === 0) return;
  throw refused('Correct the refused lines and run the command again: the others are not imported twice.');
}

function describe(
  { notes, created, unchanged, refused: lines }: Upload,
  { print, note, columns }: Terminal,
): void {
  print(
    record([
      ['created', created],
      ['there already', unchanged],
      ['refused', lines.length],
    ]),
  );
  for (const one of notes) note(one);
  if (lines.length === 0) return;
  const rows = lines.slice(0, MAX_REFUSALS);
  note(table(REFUSED, rows, columns));
  if (lines.length > MAX_REFUSALS) note(`and ${lines.length - MAX_REFUSALS} more: --json lists them all.`);
}

const REFUSED: readonly Column<Upload['refused'][number]>[] = [
  ['LINE', ({ line }) => line],
  ['WHY', ({ detail }) => detail, 'wrap'],
];
