/**
 * The operations of docs/cosmos.md on an account of 30 users, of whom 10 are in each of 3 groups: the requests that each
 * one sends, and its request units by the model of the double. A real account or emulator says what it charges instead.
 */

import type { ResourceStore } from '../../shared/protocol/resource-store.ts';
import {
  adding,
  changeMembers,
  createGroup,
  createUser,
  createUsers,
  everything,
  groups,
  nothing,
  removing,
  setting,
  users,
} from '../contract/population.ts';

export interface Stage {
  readonly store: ResourceStore;
  /** In no group. */
  readonly user: string;
  readonly group: string;
}

export interface Operation {
  readonly name: string;
  /** In the order of their kinds, without the plan that the SDK asks for beside every query. */
  readonly requests: string;
  /** RU by the model, at most. */
  readonly units: number;
  /** What has to be there first. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly run: (stage: Stage) => Promise<unknown>;
}

export async function populate(store: ResourceStore): Promise<Stage> {
  const userIds = await createUsers(store, 30);
  const groupIds = [];
  for (const name of ['A', 'B', 'C']) groupIds.push(await createGroup(store, name, userIds.slice(0, 10)));
  const [user = '', group = ''] = [userIds.at(-1), groupIds[0]];
  return { store, user, group };
}

export const asked = (more: object = {}) => ({
  condition: undefined,
  startIndex: 1,
  count: 10,
  want: nothing,
  ...more,
});
export const by = (path: string, value: string) => ({
  condition: { kind: 'compare', path: [path], comparator: 'eq', value } as const,
});

/** Where a query walks, the units are those of this small account: docs/cosmos.md has them for large ones. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'GET user',
    requests: 'read',
    units: 1,
    run: ({ store, user }) => store.get(users, user, nothing),
  },
  {
    name: 'GET user with groups',
    requests: 'query read',
    units: 6,
    run: ({ store, user }) => store.get(users, user, everything),
  },
  {
    name: 'GET user that is not there',
    requests: 'read',
    units: 1,
    run: ({ store, user }) => store.get(users, user.replace(/^.{8}/, '00000000'), everything),
  },
  {
    name: 'GET group without members',
    requests: 'read',
    units: 1,
    run: ({ store, group }) => store.get(groups, group, nothing),
  },
  {
    name: 'GET group',
    requests: 'query read',
    units: 6,
    run: ({ store, group }) => store.get(groups, group, everything),
  },
  {
    name: 'page of members',
    requests: 'query',
    units: 5,
    run: ({ store, group }) => store.listMembers(groups, group, { limit: 5 }),
  },
  {
    name: 'page of members that goes on',
    requests: 'query',
    units: 5,
    run: ({ store, group, user }) => store.listMembers(groups, group, { after: user, limit: 5 }),
  },
  {
    name: 'userName eq',
    requests: 'read read',
    units: 2,
    run: ({ store }) => store.query(users, asked(by('userName', 'user7@x'))),
  },
  {
    name: 'page of users: the first of a walk',
    requests: 'batch query query',
    units: 12.5,
    run: ({ store }) => store.query(users, asked()),
  },
  {
    name: 'page of users: all of them',
    requests: 'query',
    units: 5,
    run: ({ store }) => store.query(users, asked({ count: 50 })),
  },
  {
    name: 'page of users that continues a walk',
    requests: 'batch query read',
    units: 9.5,
    before: ({ store }) => store.query(users, asked()),
    run: ({ store }) => store.query(users, asked({ startIndex: 11 })),
  },
  {
    name: 'page of users, the newest first',
    requests: 'query',
    units: 5,
    run: ({ store }) => store.query(users, asked({ count: 50, descending: true })),
  },
  {
    name: 'page of users, the newest first, that continues a walk',
    requests: 'batch query read',
    units: 9.5,
    before: ({ store }) => store.query(users, asked({ descending: true })),
    run: ({ store }) => store.query(users, asked({ startIndex: 11, descending: true })),
  },
  {
    name: 'page of users with groups',
    requests: 'query query',
    units: 9.5,
    run: ({ store }) => store.query(users, asked({ count: 50, want: everything })),
  },
  {
    name: 'filter on another attribute',
    requests: 'query',
    units: 5,
    run: ({ store }) => store.query(users, asked(by('title', 'x'))),
  },
  { name: 'create a user', requests: 'batch', units: 13.5, run: ({ store }) => createUser(store, 'new') },
  {
    name: 'modify a user',
    requests: 'batch read',
    units: 8.5,
    run: ({ store, user }) => setting(store, user, (old) => ({ ...old, title: 'Clerk' })),
  },
  {
    name: 'add a member',
    requests: 'batch read read',
    units: 22.5,
    run: ({ store, user, group }) => changeMembers(store, group, adding(user)),
  },
  {
    name: 'remove a member',
    requests: 'batch read read',
    units: 15.5,
    before: ({ store, user, group }) => changeMembers(store, group, adding(user)),
    run: ({ store, user, group }) => changeMembers(store, group, removing(user)),
  },
];
