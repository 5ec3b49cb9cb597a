/** What a request leaves in its account's provisioning log: an entry with the change, or one of a refusal. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.ts';
import type { LoggedChange } from '../protocol/context.ts';
import { changedAttributes } from '../provisioning-log/changed-attributes.ts';
import type { LogEntry, LoggedMembers, LoggedOperation } from '../provisioning-log/entry.ts';
import { logDocument } from '../provisioning-log/log-document.ts';
import { loggedMembers } from '../provisioning-log/logged-members.ts';
import { reasonOf } from '../provisioning-log/reason.ts';
import { subjectOf } from '../provisioning-log/subject.ts';
import type { ScimError } from '../scim/error.ts';
import { changesMembers, type MemberChange } from '../scim/patch/member-change.ts';
import type { Companion } from '../storage/resource-store.ts';
import type { Notes } from './notes.ts';

type TypeName = 'User' | 'Group';

/** @param now milliseconds since the epoch */
export function changeEntry(
  account: Account,
  notes: Notes,
  resourceType: TypeName,
  change: LoggedChange,
  now: number,
): readonly Companion[] {
  const { operation, id, before, after, members } = change;
  const attributes =
    operation === 'delete' ? [] : changedAttributes(before ?? {}, after ?? {}, account.log.values);
  const touchesMembers = changesMembers(members);
  const idle = operation !== 'create' && operation !== 'delete' && attributes.length === 0 && !touchesMembers;
  const entry: LogEntry = {
    ...common(notes, now),
    operation,
    resourceType,
    resourceId: id,
    ...subjectOf(after ?? before, resourceType),
    outcome: idle ? 'unchanged' : 'success',
    status: statusOf(operation, resourceType),
    attributes,
    ...(touchesMembers ? { members: counts(members) } : {}),
  };
  return [logDocument(entry, account.log.days)];
}

/** @param method of the request */
export function refusalEntry(
  account: Account,
  notes: Notes,
  resourceType: TypeName,
  method: string,
  error: ScimError,
  now: number,
): LogEntry {
  return {
    ...common(notes, now),
    operation: operations[method] ?? 'read',
    resourceType,
    ...(notes.resourceId ? { resourceId: notes.resourceId } : {}),
    ...notes.subject,
    outcome: 'refused',
    ...reasonOf(error, account.log.values),
    attributes: [],
  };
}

const operations: Readonly<Record<string, LoggedOperation>> = {
  POST: 'create',
  PUT: 'replace',
  PATCH: 'modify',
  DELETE: 'delete',
};

const common = (notes: Notes, now: number) => ({
  id: randomUUID(),
  at: new Date(now).toISOString(),
  quirks: [...notes.quirks],
  ignored: [...notes.ignored],
  correlationId: notes.correlationId,
  tokenId: notes.tokenId ?? '',
});

function statusOf(operation: LoggedOperation, type: TypeName): number {
  if (operation === 'create') return 201;
  return operation === 'delete' || (operation === 'modify' && type === 'Group') ? 204 : 200;
}

const counts = ({ add, remove, clear }: MemberChange): LoggedMembers =>
  loggedMembers([...add.keys()], [...remove], clear);
