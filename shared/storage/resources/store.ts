/** The resource store: SCIM resources, memberships and reservations as documents of one partition per account. */

import { v7 as uuidv7 } from 'uuid';
import type { DocumentStore } from '../document-store.ts';
import type { ResourceStore, Scope, StoredResource, Want } from '../resource-store.ts';
import { readResource } from './appearing.ts';
import type { StoreContext } from './context.ts';
import { create } from './create.ts';
import { deleteResource } from './delete.ts';
import { attach, readDetached } from './detached.ts';
import { isId, storedResource } from './documents.ts';
import { query } from './query.ts';
import { update } from './update.ts';
import { walks } from './walks.ts';

/** @param now milliseconds since the epoch */
export function resourceStore(documents: DocumentStore, now: () => number = Date.now): ResourceStore {
  const context: StoreContext = { documents, now, newId: () => uuidv7() };
  const walked = walks(now);

  const complete = async (scope: Scope, stored: StoredResource | undefined, want: Want) =>
    stored && attach(scope, stored, await readDetached(context, scope, [String(stored.resource.id)], want));

  return {
    async get(scope, id, want) {
      if (!isId(id)) return undefined;
      const [document, attached] = await Promise.all([
        readResource(context, scope.account, scope.type.name, id),
        readDetached(context, scope, [id], want),
      ]);
      const stored = storedResource(scope.type.name, document);
      return stored && attach(scope, stored, attached);
    },
    query: (scope, asked) => query(context, walked, scope, asked),
    create: async (scope, draft, want) => {
      const stored = await create(context, scope, draft);
      // A user that was just created is in no group.
      return (await complete(scope, stored, { ...want, groups: false })) ?? stored;
    },
    update: async (scope, id, want, updater) =>
      isId(id) ? complete(scope, await update(context, scope, id, updater), want) : undefined,
    delete: async (scope, id, check) => isId(id) && deleteResource(context, scope, id, check),
  };
}
