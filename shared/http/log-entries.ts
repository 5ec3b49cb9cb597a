/** Entries of an account's provisioning log: one of a change, and one of a refusal. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.ts';
import type { LoggedChange } from '../protocol/context.ts';
import type { MembersEffect } from '../protocol/resource-store.ts';
import type { KeptEntry, LogEntry, LoggedMembers, LoggedOperation } from '../provisioning-log/entry.ts';
import { changedAttributes, eventOf, loggedMembers, subjectOf } from '../provisioning-log/entry-parts.ts';
import { reasonOf, type ScimError } from '../scim/error.ts';
import { changesMembers, type MemberChange } from '../scim/patch/member-change.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { ScimNotes } from './call.ts';

/** @param status of the answer; @param now milliseconds since the epoch */
export function changeEntry(
  account: Account,
  notes: ScimNotes,
  type: ResourceType,
  status: number,
  change: LoggedChange,
  now: number,
): readonly KeptEntry[] {
  const { operation, id, before, after, members, effect } = change;
  const attributes =
    operation === 'delete'
      ? []
      : changedAttributes(before ?? {}, after ?? {}, type.uniqueAttribute, account.log.values);
  const membersChanged = effect !== undefined && effect.added + effect.removed > 0;
  const event = eventOf(operation, type.uniqueAttribute, attributes, membersChanged);
  const warning = effect && manyLeft(effect);
  const entry: LogEntry = {
    ...sharedMembers(notes, now),
    operation,
    resourceType: type.name,
    resourceId: id,
    ...subjectOf(after ?? before, type),
    outcome: event ? 'success' : 'unchanged',
    ...(event ? { event } : {}),
    status,
    attributes,
    ...(changesMembers(members) ? { members: memberCounts(members) } : {}),
    ...(warning ? { warning } : {}),
  };
  const formerName = attributes.find(({ attribute }) => attribute === type.uniqueAttribute)?.before;
  return [{ entry, days: account.log.days, ...(typeof formerName === 'string' ? { formerName } : {}) }];
}

/**
 * @param resourceType its name; undefined for a request to an endpoint of no resource type
 * @param method of the request
 */
export function refusalEntry(
  account: Account,
  notes: ScimNotes,
  resourceType: string | undefined,
  method: string,
  error: ScimError,
  now: number,
): LogEntry {
  return {
    ...sharedMembers(notes, now),
    operation: OPERATION_OF_METHOD[method] ?? 'read',
    ...(resourceType ? { resourceType } : {}),
    ...(notes.resourceId ? { resourceId: notes.resourceId } : {}),
    ...notes.subject,
    outcome: 'refused',
    status: error.status,
    ...reasonOf(error, account.log.values),
    attributes: [],
  };
}

const OPERATION_OF_METHOD: Readonly<Record<string, LoggedOperation>> = {
  POST: 'create',
  PUT: 'replace',
  PATCH: 'modify',
  DELETE: 'delete',
};

const sharedMembers = (notes: ScimNotes, now: number) => ({
  id: randomUUID(),
  at: new Date(now).toISOString(),
  quirks: [...notes.quirks],
  ignored: [...notes.ignored],
  correlationId: notes.correlationId,
  tokenId: notes.tokenId ?? '',
});

/** So many members at once are worth a look, where they are more than half of the group. */
const MANY = 100;

/** Of members that the client named one by one it is not known how large the group was: it named whom it meant. */
function manyLeft({ removed, before }: MembersEffect): string | undefined {
  if (before === undefined || removed < MANY || removed <= before / 2) return undefined;
  return `${removed} of ${before} members left the group at once. If that was not meant, put them back at the client, and look at what it sends as members.`;
}

const memberCounts = ({ add, remove, clear }: MemberChange): LoggedMembers =>
  loggedMembers([...add.keys()], [...remove], clear);
