/**
 * The resource store: SCIM resources, memberships and reservations as documents, one partition for each account.
 * It owns the documents of the container `resources`; it never speaks to a database (documents/ is the port that the
 * adapters implement) and never decides what an attribute means (scim/ does). It composes three rooms, each of which
 * imports only those before it: partition/, membership/, life-cycle/.
 */

import { once } from '../../async/promises.ts';
import type { ResourceStore, StoredResource, Want } from '../../protocol/resource-store.ts';
import { isId } from '../../scim/id.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { createResource } from './life-cycle/create.ts';
import { removeResource } from './life-cycle/delete.ts';
import { updateResource } from './life-cycle/update.ts';
import { finishLeftovers } from './membership/cleanup.ts';
import { countMembers, listMembers } from './membership/memberships.ts';
import { MAX_RELATED, relatedValues, withRelated } from './membership/related-values.ts';
import { type PageCursors, pageCursors } from './page-cursors.ts';
import { leftover } from './partition/documents.ts';
import { Partition } from './partition/partition.ts';
import { queryResources } from './query.ts';
import { relatedBeside, renditionStore } from './renditions.ts';
import { retrieveResource } from './retrieve.ts';

/**
 * @param now milliseconds since the epoch
 * @param maxRelated members of all groups, or groups of all users, of one page
 * @param cursors shared by all processes that use the documents; of this process by default
 */
export function resourceStore(
  documents: DocumentStore,
  now: () => number = Date.now,
  maxRelated: number = MAX_RELATED,
  cursors: PageCursors = pageCursors(now),
): ResourceStore {
  const partitionOf = (accountId: string) => new Partition(documents, accountId, now);
  const inTime = (accountId: string) => partitionOf(accountId).inTime();
  return {
    renditions: renditionStore(documents, { partitionOf, cursors, maxRelated }),
    get: async ({ account, type }, id, want) =>
      isId(id) ? retrieveResource(partitionOf(account), type, id, want) : undefined,
    query: ({ account, type }, asked) => queryResources(inTime(account), cursors, type, asked, maxRelated),
    create: async ({ account, type }, draft, want) => {
      const partition = inTime(account);
      const stored = await createResource(partition, type, draft);
      // A user that was just created is in no group; and what was created must not be answered as a failure.
      const complete = completed(partition, type, stored, { ...want, groups: false });
      return complete.catch(() => stored);
    },
    update: async ({ account, type }, id, want, updater) => {
      if (!isId(id)) return undefined;
      const partition = inTime(account);
      const beside = groupsBeside(partition, type, id, want);
      const stored = await updateResource(partition, type, id, (current) => {
        const change = updater(current);
        beside?.begin();
        return change;
      });
      if (!stored) return undefined;
      const complete = beside
        ? beside.read().then((related) => withRelated(stored, related))
        : completed(partition, type, stored, want);
      // As above: a client that repeats what was done, under the version of before, would be refused.
      return complete.catch(() => stored);
    },
    countMembers: ({ account }, groupIds) => countMembers(partitionOf(account), groupIds),
    listMembers: async ({ account }, groupId, asked) =>
      isId(groupId) ? listMembers(partitionOf(account), groupId, asked) : { members: [], isEnd: true },
    finishLeftovers: (account, deadline) => finishLeftovers(partitionOf(account), deadline),
    countLeftovers: (account) => partitionOf(account).count(leftover),
    delete: async ({ account, type }, id, check) =>
      isId(id) && removeResource(inTime(account), type, id, check),
  };
}

/**
 * A write of a user changes none of its groups, so that they are read while it is written: not before the user was found
 * and the change was allowed, and once, however often the write is tried.
 */
function groupsBeside(partition: Partition, type: ResourceType, id: string, want: Want) {
  if (!want.groups || type.detached !== undefined) return undefined;
  const read = once(() => relatedOf(partition, type, id, want));
  return { read, begin: () => void read().catch(() => undefined) };
}

async function relatedOf(partition: Partition, type: ResourceType, id: string, want: Want) {
  const beside = await relatedBeside(partition, type, id, want);
  return beside ?? (await relatedValues(partition, type, id, want));
}

async function completed(partition: Partition, type: ResourceType, stored: StoredResource, want: Want) {
  return withRelated(stored, await relatedOf(partition, type, String(stored.resource.id), want));
}
