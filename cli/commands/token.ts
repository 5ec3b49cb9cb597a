/** `kissflow-scim token`: the SCIM tokens of an account. The text of a token is shown once, and is never an argument. */

import { type Command, InvalidArgumentError } from 'commander';
import type { CreatedToken, Token, TokenRotation } from '../../shared/manage/contract/manage-api.ts';
import { isObject } from '../../shared/scim/json.ts';
import { CommandError, misused, refused } from '../../terminal/command-error.ts';
import { examples, instant } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { type Column, cellText, jsonText, record, table } from '../../terminal/table.ts';
import { type Place, requireRoom, writeWhole } from '../../terminal/whole-file.ts';
import { type ApiOptions, connect, withApi } from '../manage/connect.ts';
import { type Answer, listOf, type ManageClient, type Partly } from '../manage/manage-client.ts';

interface NewTokenOptions extends ApiOptions {
  readonly label: string;
  readonly expires?: string;
  readonly out?: string;
  readonly force?: boolean;
}

export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .description('SCIM tokens of an account: what Entra ID signs in with');
  withApi(token.command('list').argument('<account>').description('List the tokens, the newest first'))
    .action((account: string, options: ApiOptions) => printTokens(account, options, terminal))
    .addHelpText('after', examples('token list AcDemo'));
  withTerms(token.command('create').argument('<account>').description('Create a token and show it once'))
    .requiredOption('--label <label>', 'what it is for')
    .action((account: string, options: NewTokenOptions) =>
      issue(options, terminal, (manage, terms) =>
        manage(
          'POST /accounts/{accountId}/tokens',
          { accountId: account },
          { body: { label: options.label, ...terms } },
        ),
      ),
    )
    .addHelpText(
      'after',
      examples(
        'token create AcDemo --label "Entra production" --out connection.json',
        'token create AcDemo --label trial --expires 30d',
      ),
    );
  withTerms(identified(token.command('rotate')))
    .description('Create another token with the same label; the old one lives until it is revoked')
    .action((account: string, id: string, options: NewTokenOptions) =>
      issue(options, terminal, (manage, body) =>
        manage(
          'POST /accounts/{accountId}/tokens/{tokenId}/rotate',
          { accountId: account, tokenId: id },
          { body },
        ),
      ),
    )
    .addHelpText('after', examples('token rotate AcDemo 0a1b2c3d4e5f6g7h --out connection.json --force'));
  withApi(identified(token.command('revoke')))
    .description('Revoke a token; it stops working within 60 seconds')
    .action((account: string, id: string, options: ApiOptions) => revoke(account, id, options, terminal))
    .addHelpText('after', examples('token revoke AcDemo 0a1b2c3d4e5f6g7h'));
}

const identified = (command: Command): Command =>
  command.argument('<account>').argument('<token>', 'its id, as token list shows it');

const withTerms = (command: Command): Command =>
  withApi(command)
    .option(
      '--expires <when>',
      'a day, an instant, a number of days such as 90d, or never (default: 365d)',
      expiry,
    )
    .option('--out <file>', 'write Base URL and token there, for its owner only, instead of printing them')
    .option('--force', 'with --out: replace the file');

function expiry(text: string): string {
  if (text === 'never') return text;
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(Date.now() + Number(days) * 86_400_000).toISOString();
  if (/^\d{4}-/.test(text)) return instant(text);
  throw new InvalidArgumentError(
    'It takes a day such as 2027-01-31, a number of days such as 90d, or never.',
  );
}

async function printTokens(account: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  const answer = (await manage('GET /accounts/{accountId}/tokens', { accountId: account })).json();
  const tokens = listOf(answer.tokens);
  if (options.json) return terminal.print(jsonText(answer));
  terminal.print(table(TOKEN_COLUMNS, tokens, terminal.columns));
  for (const note of tokenNotes(account, tokens)) terminal.note(note);
}

/** What to do about tokens that have expired or soon will. */
export const tokenNotes = (account: string, tokens: readonly Partly<Token>[]): readonly string[] =>
  tokens
    .filter(({ status }) => status === 'expired' || status === 'expiring')
    .map((token) => tokenNote(account, token, tokens));

/** A token that is in use in place of another one makes the end of that one harmless. */
function tokenNote(
  account: string,
  { tokenId, status, daysLeft, replacedBy }: Partly<Token>,
  tokens: readonly Partly<Token>[],
): string {
  const id = cellText(tokenId);
  const successor = tokens.find((other) => other.tokenId === replacedBy);
  const next = cellText(successor?.tokenId);
  if (typeof successor?.lastUsedAt === 'string')
    return `Token ${id} is replaced by ${next}, which is in use: kissflow-scim token revoke ${account} ${id}`;
  const todo = successor
    ? `${next} replaces it and is not in use yet: enter it in your identity provider.`
    : `kissflow-scim token rotate ${account} ${id}`;
  if (status === 'expired')
    return `Token ${id} has expired, and requests with it are refused: ${todo}${successor ? '' : ', or revoke it.'}`;
  const days = daysLeft === 1 ? '1 day' : `${cellText(daysLeft)} days`;
  return `Token ${id} expires within ${days}, and provisioning stops then: ${todo}`;
}

export const TOKEN_COLUMNS: readonly Column<Partly<Token>>[] = [
  ['TOKEN', ({ tokenId }) => tokenId, 'whole'],
  ['LABEL', ({ label }) => label],
  ['STATUS', ({ status }) => status],
  ['EXPIRES', ({ expiresAt }) => (expiresAt === null ? 'never' : day(expiresAt)), 'whole'],
  ['DAYS LEFT', ({ daysLeft }) => daysLeft],
  ['LAST USED', ({ lastUsedAt }) => minute(lastUsedAt)],
  ['REPLACED BY', ({ replacedBy }) => replacedBy],
  ['CREATED', ({ createdAt }) => day(createdAt)],
  ['CREATED BY', ({ createdBy }) => createdBy],
];

/** `YYYY-MM-DD HH:MM` in UTC. */
export const minute = (value: unknown) =>
  typeof value === 'string' ? `${value.slice(0, 10)} ${value.slice(11, 16)}` : value;

const day = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : value);

async function issue(
  options: NewTokenOptions,
  terminal: Terminal,
  call: (manage: ManageClient, terms: TokenRotation) => Promise<Answer<CreatedToken>>,
): Promise<void> {
  const { expires, out, force = false } = options;
  if (force && out === undefined) throw misused('--force goes with --out.');
  if (out !== undefined) requireRoom({ file: out, force });
  const manage = await connect(options, terminal);
  const expiresAt = expires === 'never' ? null : expires;
  const created = (await call(manage, expiresAt === undefined ? {} : { expiresAt })).json();
  if (out === undefined) printToken(created, options, terminal);
  else await handOver(created, { file: out, force }, options, terminal);
  if (created.warning !== undefined) terminal.note(`Warning: ${cellText(created.warning)}`);
}

function printToken(created: Partly<CreatedToken>, { json }: ApiOptions, { print, note }: Terminal): void {
  print(json ? jsonText(created) : record([...described(created), ['token', created.token]]));
  note('This is the only time that the token is shown.');
}

/** A token that has no file after all must not be lost: it exists. */
async function handOver(
  created: Partly<CreatedToken>,
  place: Place,
  options: NewTokenOptions,
  terminal: Terminal,
): Promise<void> {
  const { connectionFile, token, ...rest } = created;
  if (!isObject(connectionFile)) throw refused('The answer is not as the manage API describes it.');
  try {
    await writeWhole(place, (append) => append(`${JSON.stringify(connectionFile, null, 2)}\n`));
  } catch (error) {
    printToken(created, options, terminal);
    throw error instanceof CommandError ? refused(`${error.message} The token above was created.`) : error;
  }
  if (options.json) terminal.print(jsonText({ ...rest, file: place.file }));
  else terminal.print(record([...described(created), ['token', `in ${place.file}`]]));
}

const described = ({ tokenId, baseUrl, expiresAt }: Partly<CreatedToken>) =>
  [
    ['token id', tokenId],
    ['base url', baseUrl],
    ['expires', expiresAt ?? 'never'],
  ] as const;

async function revoke(account: string, id: string, options: ApiOptions, terminal: Terminal): Promise<void> {
  const manage = await connect(options, terminal);
  await manage('DELETE /accounts/{accountId}/tokens/{tokenId}', { accountId: account, tokenId: id });
  terminal.print(
    options.json
      ? jsonText({ tokenId: id, status: 'revoked' })
      : `Token ${id} is revoked: within 60 seconds it opens nothing any more.`,
  );
}
