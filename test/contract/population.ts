/** Users and groups in a resource store, and what must be true of them whatever happened. */

import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import type { ResourceStore, Scope, StoredResource } from '../../shared/protocol/resource-store.ts';
import type { KeptEntry } from '../../shared/provisioning-log/entry.ts';
import {
  addMembers,
  type MemberChange,
  noMemberChange,
  noMembersYet,
  removeMembers,
  replaceMembers,
} from '../../shared/scim/patch/member-change.ts';
import { isComplex, type Resource } from '../../shared/scim/resource/resource.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { sampleAccount } from '../sample-account.ts';

export const ACCOUNT = 'AcDemo';
const types = resourceTypesOf(sampleAccount('reject'));
export const users: Scope = { account: ACCOUNT, type: typeNamed(types, 'User') };
export const groups: Scope = { account: ACCOUNT, type: typeNamed(types, 'Group') };
export const nothing = { members: false, groups: false };
export const everything = { members: true, groups: true };

export const idOf = (stored: StoredResource | undefined): string => String(stored?.resource.id);

export const createUser = async (store: ResourceStore, userName: string, more: Resource = {}) =>
  idOf(await store.create(users, { attributes: { userName, ...more }, members: [], log: () => [] }, nothing));

export const createUsers = (store: ResourceStore, count: number, prefix = 'user') =>
  Promise.all(Array.from({ length: count }, (_, index) => createUser(store, `${prefix}${index}@x`)));

export const createGroup = async (
  store: ResourceStore,
  displayName: string,
  members: readonly string[] = [],
) =>
  idOf(
    await store.create(
      groups,
      { attributes: { displayName }, members: members.map((value) => ({ value })), log: () => [] },
      nothing,
    ),
  );

export const changeMembers = (
  store: ResourceStore,
  groupId: string,
  members: MemberChange,
  conditional = false,
) => store.update(groups, groupId, nothing, () => ({ members, conditional, log: () => [] }));

const asMembers = (ids: readonly string[]) => ids.map((value) => ({ value }));
export const adding = (...ids: string[]): MemberChange => addMembers(noMembersYet(), asMembers(ids));
export const removing = (...ids: string[]): MemberChange => removeMembers(noMembersYet(), ids);
export const replacing = (...ids: string[]): MemberChange => replaceMembers(noMembersYet(), asMembers(ids));

export const setting = (store: ResourceStore, id: string, change: (resource: Resource) => Resource) =>
  store.update(users, id, nothing, ({ resource }) => ({
    attributes: change(resource),
    members: noMemberChange,
    conditional: false,
    log: () => [],
  }));

export function valuesOf(stored: StoredResource | undefined): string[] {
  const values = [...(stored?.related ?? [])];
  return values.map((value) => (isComplex(value) ? String(value.value) : '')).sort();
}

export const membersOf = async (store: ResourceStore, groupId: string) =>
  valuesOf(await store.get(groups, groupId, everything));

export const groupsOf = async (store: ResourceStore, userId: string) =>
  valuesOf(await store.get(users, userId, everything));

/** Every document of the account, read from below. */
export const documentsOf = (documents: DocumentStore) =>
  documents.query(ACCOUNT, { where: { kind: 'and', terms: [] }, limit: 100_000 });

/** Promises 4 and 5 of the write path: what is visible hangs together, seen from both ends. */
export async function expectConsistent(store: ResourceStore): Promise<void> {
  const all = async (scope: Scope) => {
    const asked = { condition: undefined, startIndex: 1, count: 500, want: everything };
    return (await store.query(scope, asked)).resources;
  };
  const [allGroups, allUsers] = [await all(groups), await all(users)];
  const living = new Set([...allGroups, ...allUsers].map(idOf));
  const fromGroups = allGroups.flatMap((group) => valuesOf(group).map((id) => `${idOf(group)} ${id}`));
  const fromUsers = allUsers.flatMap((user) => valuesOf(user).map((id) => `${id} ${idOf(user)}`));
  expect(fromGroups.filter((pair) => pair.split(' ').some((id) => !living.has(id)))).toEqual([]);
  expect(fromUsers.filter((pair) => pair.split(' ').some((id) => !living.has(id)))).toEqual([]);
  // A group in a group sees no list of its groups.
  const userIds = new Set(allUsers.map(idOf));
  const ofUsers = fromGroups.filter((pair) => userIds.has(pair.split(' ')[1] ?? ''));
  expect(fromUsers.sort()).toEqual(ofUsers.sort());
}

/** An entry of the provisioning log, as a change brings one. */
export const keptEntry = (id: string): KeptEntry => ({
  entry: {
    id,
    at: '2026-03-01T09:00:00.000Z',
    operation: 'create',
    resourceType: 'User',
    outcome: 'success',
    status: 201,
    attributes: [],
    quirks: [],
    ignored: [],
    correlationId: '',
    tokenId: '',
  },
  days: 30,
});
