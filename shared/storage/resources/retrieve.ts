/** RFC 7644 §3.4.1: one resource with what is kept beside it. */

import type { Scope, StoredResource, Want } from '../../protocol/resource-store.ts';
import { readResource } from './appearing.ts';
import type { StoreContext } from './context.ts';
import { attach, readDetached } from './detached.ts';
import { storedResource } from './documents.ts';
import { ONE_PAGE } from './scan.ts';

export const retrieve = (
  context: StoreContext,
  scope: Scope,
  id: string,
  want: Want,
): Promise<StoredResource | undefined> =>
  scope.type.detached === undefined
    ? retrieveAtOnce(context, scope, id, want)
    : retrieveConsistent(context, scope, id, want);

/** The groups of a user are no part of its version: both are read at once. */
async function retrieveAtOnce(context: StoreContext, scope: Scope, id: string, want: Want) {
  const [document, attached] = await Promise.all([
    readResource(context, scope.account, scope.type.name, id),
    readDetached(context, scope, [id], want),
  ]);
  const stored = storedResource(scope.type.name, document);
  return stored && attach(scope, stored, attached);
}

/** Reads of a list that spans several pages, while others change it. */
const MAX_PASSES = 5;

/**
 * First the version, then the members: newer members under an older version cost a client a 412, older ones under a
 * newer version would cost it a member. A list of several pages is read again when it changed meanwhile.
 */
async function retrieveConsistent(context: StoreContext, scope: Scope, id: string, want: Want) {
  const { account, type } = scope;
  const read = async () => storedResource(type.name, await readResource(context, account, type.name, id));
  for (let pass = 1; ; pass += 1) {
    const stored = await read();
    if (!stored || !want.members) return stored;
    const attached = await readDetached(context, scope, [id], want);
    const single = (attached.get(id)?.length ?? 0) < ONE_PAGE;
    if (single || pass === MAX_PASSES) return attach(scope, stored, attached);
    const after = await read();
    if (after?.revision === stored.revision) return attach(scope, stored, attached);
  }
}
