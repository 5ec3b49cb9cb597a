/** First start on an empty store: the demo account and its token. Later starts change nothing. */

import { tokensOn } from '../../functions/runtime/compose.ts';
import { openStores } from '../../functions/runtime/open-stores.ts';
import type { Settings } from '../../functions/runtime/settings.ts';
import type { Account } from '../../shared/accounts/account.ts';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';

interface FirstStart {
  readonly accountId: string;
  /** A new token; its text is to be had here only. */
  readonly token: string | undefined;
}

/** @param needsToken false when the connection file of an earlier start is there */
export async function firstStart(
  settings: Settings,
  needsToken: boolean,
  unsupportedAttributes: Account['unsupportedAttributes'],
): Promise<FirstStart> {
  await createContainers(settings);
  // Whatever the functions will be: an account and a token are made by who may make them.
  const stores = await openStores({ ...settings, role: 'all' });
  const account = await accountStore(stores.accounts, Date.now).ensure(demoAccount(unsupportedAttributes));
  if (!needsToken) return { accountId: account.id, token: undefined };
  const terms = { label: 'first start', createdBy: 'npm start' };
  const { text } = await tokensOn(stores, Date.now).issue(account.id, terms);
  return { accountId: account.id, token: text };
}

/** An emulator starts empty; in Azure the deployment creates the containers. */
async function createContainers({ store }: Settings): Promise<void> {
  if (store.kind !== 'cosmos' || store.key === undefined) return;
  const { cosmosClient } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  const { createMissing } = await import('../../shared/storage/cosmos/containers.ts');
  const client = cosmosClient({ endpoint: store.endpoint, key: store.key });
  await createMissing(client, store.database);
  client.dispose();
}
