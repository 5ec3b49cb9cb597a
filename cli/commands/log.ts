/** `kissflow-scim log`: the provisioning log of an account, which says why a user was not provisioned; or who changed the account. */

import { type Command, Option } from 'commander';
import type { LogEntry } from '../../shared/manage/contract/manage-api.ts';
import { examples, instant, wholeNumber } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, table } from '../../terminal/table.ts';
import { connect, withApi } from '../manage/connect.ts';
import { listOf, objectsIn, type Partly, texts } from '../manage/manage-client.ts';
import { administratorsLog, type PageOptions } from './administrators-log.ts';
import { askWhy } from './why.ts';

interface LogOptions extends PageOptions {
  readonly admin?: true;
}

export function addLog(program: Command, terminal: Terminal): void {
  withApi(
    program
      .command('log')
      .argument('<account>')
      .description('Show the provisioning log, the newest entries first'),
  )
    .option(
      '--subject <text>',
      'part of a userName or displayName, or a whole id or externalId (in Entra ID the object id)',
    )
    .addOption(new Option('--outcome <outcome>', 'only these').choices(['success', 'unchanged', 'refused']))
    .option('--admin', "show the administrators' log instead: who changed the account, its fields and tokens")
    .option('--operation <operation>', 'only this one, such as create; with --admin such as replaceFields')
    .option('--code <code>', 'refused for this reason, such as taken')
    .option('--token-id <id>', 'done with the token of this id')
    .option('--resource <id>', 'about the user or group with this SCIM id')
    .option('--from <time>', 'a day or an instant, included', instant)
    .option('--to <time>', 'a day or an instant, not included', instant)
    .option('--limit <n>', 'entries on a page (default: 50)', wholeNumber)
    .option('--cursor <cursor>', 'the cursor that the previous page ended with')
    .action((account: string, options: LogOptions) =>
      options.admin ? administratorsLog(account, options, terminal) : log(account, options, terminal),
    )
    .addHelpText(
      'after',
      examples(
        'log AcDemo --subject ann@example.com',
        'log AcDemo --outcome refused --from 2027-01-31',
        'log AcDemo --admin --operation replaceFields',
      ),
    );
}

async function log(account: string, options: LogOptions, terminal: Terminal): Promise<void> {
  const { subject, outcome, operation, code, tokenId: token, resource, from, to, limit, cursor } = options;
  const manage = await connect(options, terminal);
  const by = { subject, outcome, operation, code, token, resource };
  const asked = { accountId: account, ...by, from, to, limit, cursor };
  const answer = (await manage('GET /accounts/{accountId}/log', asked)).json();
  const entries = listOf(answer.entries);
  if (options.json) return terminal.print(jsonText(answer));
  terminal.print(entries.length === 0 ? 'No entries.' : table(LOG_COLUMNS, entries, terminal.columns));
  for (const hint of texts(answer.hints)) terminal.note(hint);
  if (entries.length === 0 && subject !== undefined) terminal.note(askWhy(account, subject));
  for (const minute of texts(answer.incomplete)) {
    terminal.note(
      `In the minute from ${minute} more requests were refused than the log keeps: some are missing here.`,
    );
  }
  if (answer.nextCursor !== undefined) {
    terminal.note(`There is more: repeat the command with --cursor ${cellText(answer.nextCursor)}`);
  }
}

const LOG_COLUMNS: readonly Column<Partly<LogEntry>>[] = [
  ['AT', ({ at }) => at, 'whole'],
  ['OPERATION', ({ operation, resourceType }) => `${cellText(operation)} ${cellText(resourceType)}`],
  ['SUBJECT', ({ name, externalId, resourceId }) => name ?? externalId ?? resourceId],
  ['OUTCOME', ({ event, outcome }) => (typeof event === 'string' ? event.replace('-', ' ') : outcome)],
  ['STATUS', ({ status }) => status],
  ['WHAT', what, 'wrap'],
];

/** The reason of a refusal; of a change the attributes, with their values where the account keeps them. */
function what(entry: Partly<LogEntry>): string {
  const { detail, code, scimType, count, warning, attributes, members, ignored } = entry;
  if (detail !== undefined) {
    const kind = code ?? scimType;
    const times = typeof count === 'number' && count > 1 ? `${count} requests within the hour: ` : '';
    return times + (kind === undefined ? cellText(detail) : `${cellText(kind)}: ${cellText(detail)}`);
  }
  return [
    ...(warning === undefined ? [] : [`Warning: ${cellText(warning)}`]),
    ...objectsIn(attributes).map(change),
    ...(members ? [membersText(members)] : []),
    ...(Array.isArray(ignored) && ignored.length > 0 ? [`ignored: ${cellText(ignored)}`] : []),
  ].join(', ');
}

type Of<Name extends keyof LogEntry> = Partly<NonNullable<LogEntry[Name]>>;

/** The same for every field of an account, and long. */
const EXTENSION = /^urn:kissflow:scim:schemas:extension:[^:]+:2:User:/;

function change({ attribute, before, after }: Of<'attributes'>[number]): string {
  const name = cellText(attribute).replace(EXTENSION, '');
  if (before === undefined && after === undefined) return name;
  return `${name} (${cellText(before)} -> ${cellText(after)})`;
}

/** As many members as a line has room for. */
const MAX_NAMED = 2;

function membersText({ added, removed, cleared, ids }: Of<'members'>): string {
  const named = texts(ids);
  const who = named.length > 0 && named.length <= MAX_NAMED ? ` (${named.join(', ')})` : '';
  return `members +${cellText(added)} -${cleared === true ? 'all' : cellText(removed)}${who}`;
}
