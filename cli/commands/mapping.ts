/** `kissflow-scim mapping`: what to enter in Entra ID for the fields of an account. */

import type { Command } from 'commander';
import type { MergedGraphSchema } from '../../shared/manage/contract/manage-api.ts';
import { isObject, parseJson } from '../../shared/scim/json.ts';
import { refused } from '../../terminal/command-error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { jsonText } from '../../terminal/table.ts';
import { readText } from '../../terminal/text-file.ts';
import { requireRoom, writeWhole } from '../../terminal/whole-file.ts';
import { type ApiOptions, connect, requireOneInput, withApi } from '../manage/connect.ts';
import { type Partly, texts } from '../manage/manage-client.ts';

interface GraphOptions extends ApiOptions {
  readonly out?: string;
  readonly force?: boolean;
}

export function addMapping(program: Command, terminal: Terminal): void {
  const mapping = program
    .command('mapping')
    .description('What to enter in Entra ID for the fields of an account');
  withApi(mapping.command('markdown').argument('<account>').description('The guide as a page to follow'))
    .action((account: string, options: ApiOptions) =>
      guide(account, options.json ? 'json' : 'markdown', options, terminal),
    )
    .addHelpText('after', examples('mapping markdown AcDemo > mapping.md'));
  withApi(mapping.command('json').argument('<account>').description('The guide as data'))
    .action((account: string, options: ApiOptions) => guide(account, 'json', options, terminal))
    .addHelpText('after', examples('mapping json AcDemo'));
  withApi(
    mapping
      .command('graph')
      .argument('<account>')
      .argument('<file>', 'the schema as Microsoft Graph returned it; - is standard input'),
  )
    .description('Merge the guide into a synchronization schema that was fetched from Microsoft Graph')
    .option('--out <file>', 'write the merged schema there, for its owner only, instead of printing it')
    .option('--force', 'with --out: replace the file')
    .action((account: string, file: string, options: GraphOptions) => graph(account, file, options, terminal))
    .addHelpText('after', examples('mapping graph AcDemo schema.json --out merged.json'));
}

async function guide(
  account: string,
  format: 'markdown' | 'json',
  options: ApiOptions,
  terminal: Terminal,
): Promise<void> {
  const manage = await connect(options, terminal);
  const answer = await manage('GET /accounts/{accountId}/mapping-guide', { accountId: account, format });
  terminal.print(format === 'json' ? jsonText(answer.json()) : answer.text.trimEnd());
}

/** What was changed goes to standard error: standard output is the schema, ready to be PUT. */
async function graph(
  account: string,
  file: string,
  options: GraphOptions,
  terminal: Terminal,
): Promise<void> {
  requireOneInput(file, options);
  const { out, force = false, json } = options;
  if (out !== undefined) requireRoom({ file: out, force });
  const text = file === '-' ? await terminal.readInput() : await readText(file, '<file>');
  requireJson(text, file === '-' ? 'Standard input' : file);
  const manage = await connect(options, terminal);
  const merge = 'POST /accounts/{accountId}/mapping-guide/graph-schema';
  const answer = (await manage(merge, { accountId: account }, { body: text })).json();
  const merged = jsonText(isObject(answer.schema) && !json ? answer.schema : answer);
  if (out === undefined) terminal.print(merged);
  else await writeWhole({ file: out, force }, (append) => append(`${merged}\n`));
  printChanges(answer, terminal);
}

/** Told here, where the file has a name. */
function requireJson(text: string, where: string): void {
  try {
    parseJson(text);
  } catch {
    throw refused(
      `${where} is not JSON: fetch the schema from Microsoft Graph again, and save the whole answer.`,
    );
  }
}

function printChanges({ changes, open }: Partly<MergedGraphSchema>, { note }: Terminal): void {
  const changed = texts(changes);
  if (changed.length === 0) note('Nothing was changed: the file has already all that the guide can enter.');
  for (const line of changed) note(line);
  for (const line of texts(open)) note(`Left to you: ${line}`);
}
