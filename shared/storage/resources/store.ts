/** The resource store: SCIM resources, memberships and reservations as documents of one partition per account. */

import { v7 as uuidv7 } from 'uuid';
import type { ResourceStore, Scope, StoredResource, Want } from '../../protocol/resource-store.ts';
import { isId } from '../../scim/id.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { StoreContext } from './context.ts';
import { countMembers } from './count-members.ts';
import { create } from './create.ts';
import { deleteResource } from './delete.ts';
import { attach, MAX_ATTACHED, readDetached } from './detached.ts';
import { finishOwed } from './owed.ts';
import { query } from './query.ts';
import { retrieve } from './retrieve.ts';
import { update } from './update.ts';
import { walks } from './walks.ts';

/**
 * @param now milliseconds since the epoch
 * @param room members of all groups, or groups of all users, of one page
 */
export function resourceStore(
  documents: DocumentStore,
  now: () => number = Date.now,
  room: number = MAX_ATTACHED,
): ResourceStore {
  const context: StoreContext = { documents, now, newId: () => uuidv7() };
  const walked = walks(now);

  const complete = async (scope: Scope, stored: StoredResource | undefined, want: Want) =>
    stored && attach(scope, stored, await readDetached(context, scope, [String(stored.resource.id)], want));

  return {
    get: async (scope, id, want) => (isId(id) ? retrieve(context, scope, id, want) : undefined),
    query: (scope, asked) => query(context, walked, scope, asked, room),
    create: async (scope, draft, want) => {
      const stored = await create(context, scope, draft);
      // A user that was just created is in no group; and what was created must not be answered as a failure.
      const completed = complete(scope, stored, { ...want, groups: false });
      return (await completed.catch(() => undefined)) ?? stored;
    },
    update: async (scope, id, want, updater) =>
      isId(id) ? complete(scope, await update(context, scope, id, updater), want) : undefined,
    countMembers: ({ account }, groupIds) => countMembers(context, account, groupIds),
    finishOwed: (account, deadline) => finishOwed(context, account, deadline),
    delete: async (scope, id, check) => isId(id) && deleteResource(context, scope, id, check),
  };
}
