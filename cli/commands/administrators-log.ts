/** `kissflow-scim log --admin`: who changed an account, its fields and its tokens, and what became of it. */

import type { AdministratorsLogEntry, ChangedSetting } from '../../shared/manage/contract/manage-api.ts';
import { isObject, type JsonObject } from '../../shared/scim/json.ts';
import { misused } from '../../terminal/command-error.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, table } from '../../terminal/table.ts';
import { type ApiOptions, connect } from '../manage/connect.ts';
import { listOf, objectsIn, type Partly, texts } from '../manage/manage-client.ts';

/** Of both logs. */
export interface PageOptions extends ApiOptions {
  readonly subject?: string;
  readonly outcome?: string;
  readonly operation?: string;
  readonly code?: string;
  readonly tokenId?: string;
  readonly resource?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export async function administratorsLog(
  account: string,
  options: PageOptions,
  terminal: Terminal,
): Promise<void> {
  const { subject, outcome, code, tokenId, resource, operation, from, to, limit, cursor } = options;
  if ([subject, outcome, code, tokenId, resource].some((option) => option !== undefined)) {
    throw misused(
      '--subject, --outcome, --code, --token-id and --resource are for the provisioning log: leave them out, or leave out --admin.',
    );
  }
  const manage = await connect(options, terminal);
  const asked = { accountId: account, operation, from, to, limit, cursor };
  const answer = (await manage('GET /accounts/{accountId}/administrators-log', asked)).json();
  const entries = listOf(answer.entries);
  if (options.json) return terminal.print(jsonText(answer));
  terminal.print(entries.length === 0 ? 'No entries.' : table(COLUMNS, entries, terminal.columns));
  for (const hint of texts(answer.hints)) terminal.note(hint);
  if (entries.some((entry) => entry.outcome === 'begun')) terminal.note(BEGUN);
  if (answer.nextCursor !== undefined) {
    terminal.note(`There is more: repeat the command with --cursor ${cellText(answer.nextCursor)}`);
  }
}

const BEGUN =
  'An entry that is "begun" has no end: the change is under way, or the service stopped before it could write what became of it. Look at the account.';

const COLUMNS: readonly Column<Partly<AdministratorsLogEntry>>[] = [
  ['AT', ({ at }) => at, 'whole'],
  ['OPERATION', ({ operation }) => operation],
  ['WHO', ({ name, by }) => (name === undefined ? by : `${cellText(name)} (${cellText(by)})`)],
  ['FROM', ({ from }) => (from === 'command-line' ? 'command line' : 'manage API')],
  [
    'OUTCOME',
    ({ outcome, code }) =>
      [outcome, code]
        .filter((word) => word !== undefined)
        .map(cellText)
        .join(' '),
  ],
  ['STATUS', ({ status }) => status],
  ['WHAT', what, 'wrap'],
];

function what({ tokenId, newTokenId, changes }: Partly<AdministratorsLogEntry>): string {
  return [
    ...(tokenId === undefined ? [] : [`token ${cellText(tokenId)}`]),
    ...(newTokenId === undefined ? [] : [`new token ${cellText(newTokenId)}`]),
    ...objectsIn(changes).map(change),
  ].join(', ');
}

function change({ setting, before, after }: Partly<ChangedSetting>): string {
  const name = cellText(setting);
  if (before === undefined && after === undefined) return name;
  if (isObject(before) && isObject(after)) return `${name} (${differences(before, after)})`;
  return before === undefined ? `${name} ${text(after)}` : `${name} (${text(before)} -> ${text(after)})`;
}

const differences = (before: JsonObject, after: JsonObject): string =>
  Object.keys({ ...before, ...after })
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => `${part} ${cellText(before[part])} -> ${cellText(after[part])}`)
    .join(', ');

/** Of a field that comes or goes what it is; the rest is in `--json`. */
const text = (value: unknown): string =>
  isObject(value) ? [value.name, value.type].map(cellText).join(', ') : cellText(value);
