/** An account with a token in the stores that a worker is to open, and what a client asks of it. */

import { tokensOn } from '../../functions/runtime/compose.ts';
import type { Stores } from '../../functions/runtime/open-stores.ts';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { rekey } from '../../shared/storage/rekey/rekey.ts';
import type { WorkerCall } from './worker.ts';

/** Requests of the client that has the token. */
export type Client = (method: string, path: string, body?: object) => WorkerCall;

export async function prepareAccount(stores: Stores): Promise<Client> {
  const { id } = await accountStore(stores.accounts, Date.now).ensure(demoAccount('reject'));
  await rekey(
    stores,
    async () => [],
    () => {},
    Date.now,
  );
  const { text } = await tokensOn(stores, Date.now).issue(id, {
    label: 'bench',
    createdBy: 'bench',
    expiresAt: null,
  });
  return (method, path, body) => ({
    function: 'users',
    params: { accountId: id, ...restOf(path) },
    headers: {
      authorization: `Bearer ${text}`,
      ...(body ? { 'content-type': 'application/scim+json' } : {}),
    },
    method,
    path: `/scim/v2/${id}/Users${path}`,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

const restOf = (path: string) => (path.startsWith('/') ? { rest: path.slice(1) } : {});

/** What Entra ID sends at Test Connection: a user that is not there. */
export const testConnection = (client: Client): WorkerCall =>
  client('GET', `?filter=${encodeURIComponent('userName eq "7d0a8c4e-0d1b-4c51-a2b0-5a7c9f1f1a54"')}`);

export const titleChange = (title: string): object => ({
  schemas: [messages.patchOp],
  Operations: [{ op: 'replace', path: 'title', value: title }],
});
