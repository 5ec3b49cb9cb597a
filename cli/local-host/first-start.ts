/**
 * First start on an empty store: the demo account and its token. Later starts write nothing, and tell what does not fit
 * together: a store that is empty or another one than before, and tokens that nobody needs any more.
 */

import { servicesOn } from '../../functions/runtime/compose.ts';
import { createContainers, openStores } from '../../functions/runtime/open-stores.ts';
import type { Settings } from '../../functions/runtime/settings.ts';
import type { Account } from '../../shared/accounts/account.ts';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import type { ListedToken } from '../../shared/tokens/listed-token.ts';
import type { TokenService } from '../../shared/tokens/token-service.ts';
import { UnusableAnswer } from '../../shared/tokens/token-stores.ts';
import type { Connection } from '../../terminal/token.ts';

interface FirstStart {
  readonly accountId: string;
  /** A new token; its text is to be had here only. */
  readonly token: string | undefined;
  /** What the person at the terminal should know, as sentences. */
  readonly warnings: readonly string[];
}

/** @param known what the connection file of an earlier start says */
export async function firstStart(
  settings: Settings,
  known: Connection | undefined,
  unsupportedAttributes: Account['unsupportedAttributes'],
): Promise<FirstStart> {
  await createContainers(settings);
  // Whatever the functions will be: an account and a token are made by who may make them.
  const stores = await openStores({ ...settings, role: 'all' });
  const services = servicesOn(stores, settings.publicBaseUrl);
  const { accounts, tokens } = services;
  const demo = demoAccount(unsupportedAttributes);
  const found = await accounts.find(demo.id);
  const gone = found ? undefined : await whyGone(services, demo.id, known);
  if (gone !== undefined) return { accountId: demo.id, token: undefined, warnings: [gone] };
  const { id: accountId } = found ?? (await accounts.ensure(demo));
  if (known === undefined) {
    const warnings = found ? oldTokens(accountId, await tokens.list(accountId)) : [];
    const { text } = await tokens.issue(accountId, { label: LABEL, createdBy: 'npm start' });
    return { accountId, token: text, warnings };
  }
  const opens = await doesOpen(tokens, accountId, known.token);
  const warnings = [...(found ? [] : [EMPTY_STORE]), ...(opens ? [] : [USELESS_TOKEN])];
  return { accountId, token: undefined, warnings };
}

/** @returns why the account must not be made again; undefined when it may */
async function whyGone(
  { deletions }: ReturnType<typeof servicesOn>,
  accountId: string,
  known: Connection | undefined,
): Promise<string | undefined> {
  if (await deletions.find(accountId))
    return `The account ${accountId} is being deleted: this service goes on with it, which takes a few minutes.`;
  return known && (await deletions.isDone(accountId))
    ? `The account ${accountId} was deleted, and connection.json opens nothing. Delete that file, and the next start makes the account anew, without users.`
    : undefined;
}

/** A vault that is empty, or another one than before, answers that it cannot tell. */
async function doesOpen(tokens: TokenService, accountId: string, text: string): Promise<boolean> {
  try {
    return (await tokens.verify(accountId, text)) !== undefined;
  } catch (error) {
    if (error instanceof UnusableAnswer) return false;
    throw error;
  }
}

const LABEL = 'first start';

const EMPTY_STORE =
  'The store is EMPTY, although connection.json is from an earlier start: if there were users before, stop now and look for the data (a volume that is not mounted, another DATA_DIR). An identity provider would create everyone anew.';

const USELESS_TOKEN =
  'The token in connection.json opens NOTHING here: it has expired, was revoked, or belongs to other data. Delete connection.json, and the next start issues a new token.';

/** Deleting the connection file takes its token from its owner only: whoever has a copy is still let in. */
const oldTokens = (accountId: string, tokens: readonly ListedToken[]): string[] =>
  tokens
    .filter(({ label, status }) => label === LABEL && (status === 'live' || status === 'expiring'))
    .map(
      ({ tokenId, createdAt }) =>
        `A token of an earlier start (${createdAt.slice(0, 10)}) still opens the account. To revoke it: npx kissflow-scim token revoke ${accountId} ${tokenId}`,
    );
