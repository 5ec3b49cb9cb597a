/** Who is in a measured account: users as a client creates them, each in one small group, and groups of any size. */

import { demoAccount } from '../shared/accounts/demo-account.ts';
import { isOfType, resourceTypesOf } from '../shared/accounts/resource-types.ts';
import { inParallel } from '../shared/async/promises.ts';
import { extensionUrn } from '../shared/kissflow/field.ts';
import { renditionOf } from '../shared/protocol/rendition.ts';
import type { ResourceStore } from '../shared/protocol/resource-store.ts';
import { addMembers, noMembersYet } from '../shared/scim/patch/member-change.ts';
import type { Resource } from '../shared/scim/resource/resource.ts';
import { typeNamed } from '../shared/scim/schema/resource-type.ts';
import { chunks } from '../shared/storage/documents/pages.ts';
import type { Progress } from '../terminal/progress.ts';

const account = demoAccount('reject');
const types = resourceTypesOf(account);
const users = { account: account.id, type: typeNamed(types, 'User') };
const groups = { account: account.id, type: typeNamed(types, 'Group') };
const nothing = { members: false, groups: false };
const noEntries = () => [];
const render = (resource: Resource) => renditionOf(users.type, resource, isOfType);

const AT_A_TIME = 64;
/** Each fits one batch of the store. */
const SMALL_GROUP = 40;
const MEMBERS_PER_CHANGE = 49;

export const userNameOf = (name: string | number): string => `bench.${name}@example.com`;

/** As stored and as sent alike. */
export const userAttributes = (name: string | number): Resource => ({
  externalId: `bench-${name}`,
  userName: userNameOf(name),
  active: true,
  displayName: `Bench User ${name}`,
  title: 'Engineer',
  name: { formatted: `Bench User ${name}`, familyName: `User ${name}`, givenName: 'Bench' },
  emails: [{ value: userNameOf(name), type: 'work', primary: true }],
  phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work' }],
  preferredLanguage: 'en-GB',
  [extensionUrn(account.id)]: {
    Department: `D-${name}`,
    Salary: '1250.50 EUR',
    Date_of_Joining: '2026-01-15',
    Remote: true,
    Office_Location: 'Chennai',
  },
});

/** @returns ids in the order of `names` */
export async function seedUsers(
  store: ResourceStore,
  progress: Progress,
  names: readonly (string | number)[],
): Promise<string[]> {
  const create = async (name: string | number) => {
    const draft = { attributes: userAttributes(name), members: [], log: noEntries, render };
    const { resource } = await store.create(users, draft, nothing);
    return String(resource.id);
  };
  return seed(progress, `seed ${names.length} users`, names, create);
}

/** Puts every user into one group. */
export async function seedSmallGroups(
  store: ResourceStore,
  progress: Progress,
  userIds: readonly string[],
): Promise<void> {
  const parts = [...chunks(userIds, SMALL_GROUP).entries()];
  await seed(progress, `seed groups of ${SMALL_GROUP}`, parts, ([index, ids]) => {
    const attributes = { displayName: `Bench team ${index}` };
    const members = ids.map((value) => ({ value }));
    return store.create(groups, { attributes, members, log: noEntries }, nothing);
  });
}

/** @returns the id of a group with these members */
export async function seedGroup(
  store: ResourceStore,
  progress: Progress,
  userIds: readonly string[],
  displayName = `Bench group of ${userIds.length}`,
): Promise<string> {
  const attributes = { displayName };
  const { resource } = await store.create(groups, { attributes, members: [], log: noEntries }, nothing);
  const id = String(resource.id);
  await seed(progress, `seed group of ${userIds.length}`, chunks(userIds, MEMBERS_PER_CHANGE), (ids) => {
    const members = addMembers(
      noMembersYet(),
      ids.map((value) => ({ value })),
    );
    return store.update(groups, id, nothing, () => ({
      members,
      conditional: false,
      log: noEntries,
    }));
  });
  return id;
}

async function seed<Item, Result>(
  progress: Progress,
  phase: string,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  progress.start(phase, items.length);
  const results = await inParallel(items, AT_A_TIME, async (item) => {
    const result = await work(item);
    progress.step(1);
    return result;
  });
  progress.stop();
  return results;
}
