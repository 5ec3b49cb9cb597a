/** What every store must do for SCIM resources; run on each adapter of the document port. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceStore, StoredResource } from '../../shared/protocol/resource-store.ts';
import { preconditionFailed, ScimError } from '../../shared/scim/error.ts';
import {
  addMembers,
  type MemberFold,
  noMemberChange,
  noMembersYet,
  removeMembersWhere,
  replaceMembers,
} from '../../shared/scim/patch/member-change.ts';
import { say } from '../../shared/scim/text.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import type { PageCursors } from '../../shared/storage/resources/page-cursors.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { counting, dyingAfter, losingAnswer } from './counting.ts';
import {
  ACCOUNT,
  adding,
  changeMembers,
  createGroup,
  createUser,
  createUsers,
  documentsOf,
  everything,
  expectConsistent,
  groups,
  groupsOf,
  idOf,
  keptEntry,
  membersOf,
  nothing,
  removing,
  replacing,
  setting,
  users,
  valuesOf,
} from './population.ts';

/** A fresh store; `connect` opens one more client of it. */
export interface OpenStore {
  readonly connect: () => DocumentStore;
  /** For the pages of every store; of each process by default. */
  readonly cursors?: PageCursors;
  readonly close?: () => void | Promise<void>;
}

const statusOf = (run: Promise<unknown>): Promise<number> =>
  run.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof ScimError) return error.status;
      throw error;
    },
  );

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export function describeResourceStore(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as a resource store`, () => {
    let opened: OpenStore;
    let documents: DocumentStore;
    let store: ResourceStore;

    beforeEach(async () => {
      opened = await open();
      documents = opened.connect();
      store = resourceStore(documents, Date.now, undefined, opened.cursors);
    });

    afterEach(() => opened.close?.());

    describe('uniqueness (RFC 7643 §2.2)', () => {
      it('10 parallel creates of one userName: exactly one is kept', async () => {
        const clients = range(10).map(() => resourceStore(opened.connect()));
        const statuses = await Promise.all(
          clients.map((client, index) => statusOf(createUser(client, index % 2 ? 'Ann@x' : 'aNN@X'))),
        );
        expect(statuses.filter((status) => status === 200)).toHaveLength(1);
        expect(statuses.filter((status) => status === 409)).toHaveLength(9);
      });

      it('a rename to a taken name is 409 and changes nothing; the name of a deleted user is free', async () => {
        const [ann, bea] = [await createUser(store, 'ann'), await createUser(store, 'bea')];
        const rename = () => setting(store, bea, (user) => ({ ...user, userName: 'ANN' }));
        expect(await statusOf(rename())).toBe(409);
        expect((await store.get(users, bea, nothing))?.resource.userName).toBe('bea');
        await store.delete(users, ann, () => ({ log: [] }));
        expect(await statusOf(rename())).toBe(200);
        expect(await statusOf(createUser(store, 'bea'))).toBe(200);
      });

      it('a change of case of the own name is no conflict', async () => {
        const ann = await createUser(store, 'ann');
        await setting(store, ann, (user) => ({ ...user, userName: 'Ann' }));
        expect((await store.get(users, ann, nothing))?.resource.userName).toBe('Ann');
      });
    });

    describe('versions (RFC 7644 §3.14)', () => {
      it('10 parallel changes of one version: exactly one is kept', async () => {
        const ann = await createUser(store, 'ann');
        const change = (title: string) =>
          resourceStore(opened.connect()).update(users, ann, nothing, ({ resource, revision }) => {
            if (revision !== 1) throw preconditionFailed('version-changed', say`changed`);
            return {
              attributes: { ...resource, title },
              members: adding(),
              conditional: true,
              log: () => [],
            };
          });
        const statuses = await Promise.all(range(10).map((index) => statusOf(change(`t${index}`))));
        expect(statuses.filter((status) => status === 200)).toHaveLength(1);
        expect((await store.get(users, ann, nothing))?.revision).toBe(2);
      });

      it('10 parallel member changes of one version: exactly one is kept', async () => {
        const ids = await createUsers(store, 10);
        const group = await createGroup(store, 'G');
        const add = (id: string) =>
          resourceStore(opened.connect()).update(groups, group, nothing, ({ revision }) => {
            if (revision !== 1) throw preconditionFailed('version-changed', say`changed`);
            return { members: adding(id), conditional: true, log: () => [] };
          });
        const statuses = await Promise.all(ids.map((id) => statusOf(add(id))));
        expect(statuses.filter((status) => status === 200)).toHaveLength(1);
        expect(await membersOf(store, group)).toHaveLength(1);
      });

      it('parallel changes of different attributes of one user are all kept', async () => {
        const ann = await createUser(store, 'ann');
        const names = ['title', 'nickName', 'displayName', 'locale', 'timezone', 'userType', 'profileUrl'];
        await Promise.all(
          names.map((attribute) =>
            setting(resourceStore(opened.connect()), ann, (user) => ({ ...user, [attribute]: attribute })),
          ),
        );
        const stored = await store.get(users, ann, nothing);
        expect(names.map((attribute) => stored?.resource[attribute])).toEqual(names);
        expect(stored?.revision).toBe(1 + names.length);
      });

      it('a change without effect keeps the version', async () => {
        const [ann, bea] = await createUsers(store, 2);
        const group = await createGroup(store, 'G', [String(ann)]);
        await changeMembers(store, group, adding(String(ann)));
        await changeMembers(store, group, removing(String(bea)));
        await changeMembers(store, group, replacing(String(ann)));
        expect((await store.get(groups, group, nothing))?.revision).toBe(1);
        await changeMembers(store, group, adding(String(bea)));
        expect((await store.get(groups, group, nothing))?.revision).toBe(2);
      });

      it('a membership change does not touch the version of the user', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G');
        await changeMembers(store, group, adding(ann));
        expect((await store.get(users, ann, everything))?.revision).toBe(1);
        expect(await groupsOf(store, ann)).toEqual([group]);
      });
    });

    describe('members (RFC 7643 §4.2)', () => {
      it('20 parallel single adds to one group: 20 are kept', async () => {
        const ids = await createUsers(store, 20);
        const group = await createGroup(store, 'G');
        await Promise.all(ids.map((id) => changeMembers(resourceStore(opened.connect()), group, adding(id))));
        expect(await membersOf(store, group)).toEqual([...ids].sort());
        expect((await store.get(groups, group, nothing))?.revision).toBe(21);
        await expectConsistent(store);
      });

      it('parallel adds and removals of different members are all kept', async () => {
        const ids = await createUsers(store, 20);
        const group = await createGroup(store, 'G', ids.slice(0, 10));
        await Promise.all(
          ids.map((id, index) =>
            changeMembers(resourceStore(opened.connect()), group, index < 10 ? removing(id) : adding(id)),
          ),
        );
        expect(await membersOf(store, group)).toEqual(ids.slice(10).sort());
      });

      it('an id of nobody is invalidValue and changes nothing', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G');
        for (const id of [randomUUID(), 'x', '../../u', 'm.1?#']) {
          expect(await statusOf(changeMembers(store, group, adding(ann, id)))).toBe(400);
          expect(await statusOf(createGroup(store, `with ${id}`, [id]))).toBe(400);
        }
        expect(await statusOf(changeMembers(store, group, adding(group)))).toBe(400);
        expect(await membersOf(store, group)).toEqual([]);
        expect((await store.get(groups, group, nothing))?.revision).toBe(1);
      });

      it('a member that is deleted just before the write is named, and nothing is written', async () => {
        const [ann, group] = [await createUser(store, 'ann'), await createGroup(store, 'G')];
        const late: DocumentStore = {
          read: documents.read.bind(documents),
          query: documents.query.bind(documents),
          count: documents.count.bind(documents),
          async batch(partition, operations) {
            await store.delete(users, ann, () => ({ log: [] }));
            return documents.batch(partition, operations);
          },
        };
        const refused = { status: 400, scimType: 'invalidValue', detail: expect.stringContaining(ann) };
        await expect(createGroup(resourceStore(late), 'H', [ann])).rejects.toMatchObject(refused);
        await expect(changeMembers(resourceStore(late), group, adding(ann))).rejects.toMatchObject(refused);
        expect(await membersOf(store, group)).toEqual([]);
        await createGroup(store, 'H');
      });

      it('a group may be a member of another', async () => {
        const [inner, outer] = [await createGroup(store, 'inner'), await createGroup(store, 'outer')];
        await changeMembers(store, outer, adding(inner));
        const stored = await store.get(groups, outer, everything);
        expect([...(stored?.related ?? [])]).toEqual([{ value: inner, type: 'Group' }]);
        await store.delete(groups, inner, () => ({ log: [] }));
        expect(await membersOf(store, outer)).toEqual([]);
      });

      it('a removal by type behind an add concerns the added members whose type nobody named', async () => {
        const [ann, bea] = [await createUser(store, 'ann'), await createUser(store, 'bea')];
        const inner = await createGroup(store, 'inner');
        const group = await createGroup(store, 'G', [bea]);
        const addThenRemove = (type: string, start: MemberFold) =>
          changeMembers(
            store,
            group,
            removeMembersWhere(addMembers(start, [{ value: ann }, { value: inner }]), {
              kind: 'compare',
              path: ['type'],
              comparator: 'eq',
              value: type,
            }),
          );
        await addThenRemove('group', noMembersYet());
        expect(await membersOf(store, group)).toEqual([ann, bea].sort());
        await addThenRemove('user', noMembersYet());
        expect(await membersOf(store, group)).toEqual([inner]);
        await addThenRemove('group', replaceMembers(noMembersYet(), []));
        expect(await membersOf(store, group)).toEqual([ann]);
        expect(
          await statusOf(addThenRemove('user', addMembers(noMembersYet(), [{ value: randomUUID() }]))),
        ).toBe(400);
      });

      it('a change too large for one batch is applied whole', async () => {
        const ids = await createUsers(store, 130);
        const group = await createGroup(store, 'G', ids.slice(0, 60));
        expect(await membersOf(store, group)).toHaveLength(60);
        await changeMembers(store, group, adding(...ids.slice(50)));
        expect(await membersOf(store, group)).toEqual([...ids].sort());
        await changeMembers(store, group, replacing(...ids.slice(0, 3)));
        expect(await membersOf(store, group)).toEqual(ids.slice(0, 3).sort());
        await changeMembers(store, group, replacing());
        expect(await membersOf(store, group)).toEqual([]);
        expect((await documentsOf(documents)).filter(({ type }) => type === 'intent')).toEqual([]);
      });

      it('a small change that meets an unfinished large one finishes it first', async () => {
        const ids = await createUsers(store, 70);
        const group = await createGroup(store, 'G');
        const [first = '', ...rest] = ids;
        // Reads group, looks up 69 members in two queries, writes the intent: and dies.
        let last = 0;
        for (; !(await documentsOf(documents)).some(({ type }) => type === 'intent'); last += 1) {
          const dying = resourceStore(dyingAfter(documents, last));
          await changeMembers(dying, group, adding(...rest)).catch(() => undefined);
        }
        await changeMembers(store, group, adding(first));
        expect(await membersOf(store, group)).toEqual([...ids].sort());
      });
    });

    describe('deleting (RFC 7644 §3.6)', () => {
      it('a deleted user is gone from its groups, whose versions change; twice is not found', async () => {
        const [ann = '', bea = ''] = await createUsers(store, 2);
        const all = await Promise.all(range(3).map((index) => createGroup(store, `G${index}`, [ann, bea])));
        expect(await store.delete(users, ann, () => ({ log: [] }))).toBe(true);
        expect(await store.delete(users, ann, () => ({ log: [] }))).toBe(false);
        for (const group of all) {
          expect(await membersOf(store, group)).toEqual([bea]);
          expect((await store.get(groups, group, nothing))?.revision).toBe(2);
        }
        await expectConsistent(store);
      });

      it('personal data goes with the user: the tombstone holds none', async () => {
        const ann = await createUser(store, 'ann@secret', { title: 'Secret title' });
        await store.delete(users, ann, () => ({ log: [] }));
        expect(JSON.stringify(await documentsOf(documents))).not.toMatch(/secret/i);
      });

      it('a deleted group is gone from its members at once, however many there are', async () => {
        const ids = await createUsers(store, 120);
        const group = await createGroup(store, 'G', ids);
        await store.delete(groups, group, () => ({ log: [] }));
        expect(await groupsOf(store, String(ids[0]))).toEqual([]);
        expect((await documentsOf(documents)).filter(({ type }) => type === 'membership')).toEqual([]);
      });

      it('users deleted while they are added: no visible membership of a user that is gone', async () => {
        const ids = await createUsers(store, 12);
        const group = await createGroup(store, 'G');
        await Promise.all(
          ids.flatMap((id, index) => [
            statusOf(changeMembers(resourceStore(opened.connect()), group, adding(id))),
            ...(index % 2 ? [resourceStore(opened.connect()).delete(users, id, () => ({ log: [] }))] : []),
          ]),
        );
        expect(await membersOf(store, group)).toEqual(ids.filter((_, index) => index % 2 === 0).sort());
        await expectConsistent(store);
      });

      it('a group deleted while members are added leaves no membership behind', async () => {
        const ids = await createUsers(store, 8);
        const group = await createGroup(store, 'G');
        await Promise.all([
          ...ids.map((id) => statusOf(changeMembers(resourceStore(opened.connect()), group, adding(id)))),
          resourceStore(opened.connect()).delete(groups, group, () => ({ log: [] })),
        ]);
        for (const id of ids) expect(await groupsOf(store, id)).toEqual([]);
        await expectConsistent(store);
      });
    });

    describe('costs (store requests)', () => {
      const one = { read: 0, batch: 0, query: 0, count: 0 };
      const NOBODY = '0190a1b2-0000-7000-8000-000000000000';
      const titled =
        (title: string) =>
        ({ resource }: StoredResource) => ({
          attributes: { ...resource, title },
          members: noMemberChange,
          conditional: false,
          log: () => [],
        });
      const refusing = () => {
        throw new Error('refused');
      };

      it.each([10, 300])('adding or removing one member of %i: 2 point reads and 1 batch', async (size) => {
        const counted = counting(documents);
        const metered = resourceStore(counted);
        const [ann = '', ...ids] = await createUsers(store, size + 1);
        const group = await createGroup(store, 'G', ids);
        counted.spent();
        await changeMembers(metered, group, adding(ann));
        expect(counted.spent()).toEqual({ ...one, read: 2, batch: 1 });
        await changeMembers(metered, group, removing(ann));
        expect(counted.spent()).toEqual({ ...one, read: 2, batch: 1 });
      });

      it('a member whose type is named is not looked up; one without a type counts as a user first', async () => {
        const counted = counting(documents);
        const [inner, other, outer] = await Promise.all(
          ['I', 'J', 'O'].map((one) => createGroup(store, one)),
        );
        const add = (value = '', type?: 'Group') => {
          const change = addMembers(noMembersYet(), [{ value, ...(type ? { type } : {}) }]);
          return changeMembers(resourceStore(counted), String(outer), change);
        };
        counted.spent();
        await add(inner, 'Group');
        expect(counted.spent()).toEqual({ ...one, read: 2, batch: 1 });
        await add(other);
        // Both reads again, and of the two types which it is of.
        expect(counted.spent()).toEqual({ ...one, read: 6, batch: 2 });
        expect(await membersOf(store, String(outer))).toEqual([inner, other].sort());
      });

      it('the requests of a user and of a group', async () => {
        const counted = counting(documents);
        const metered = resourceStore(counted);
        const spent = async (run: () => Promise<unknown>) => {
          counted.spent();
          await run();
          return counted.spent();
        };
        const ids = await createUsers(store, 5);
        const [ann = ''] = ids;
        const group = await createGroup(store, 'G', ids);
        const by = (path: string, value: string) =>
          ({ kind: 'compare', path: [path], comparator: 'eq', value }) as const;
        const page = (condition: ReturnType<typeof by> | undefined, want: typeof nothing, startIndex = 1) =>
          metered.query(users, { condition, startIndex, count: 2, want });
        expect({
          'GET user': await spent(() => metered.get(users, ann, everything)),
          'GET user without groups': await spent(() => metered.get(users, ann, nothing)),
          'GET group without members': await spent(() => metered.get(groups, group, nothing)),
          'userName eq': await spent(() => page(by('userName', 'user0@x'), nothing)),
          'userName eq, with groups': await spent(() => page(by('userName', 'user0@x'), everything)),
          'id eq': await spent(() => page(by('id', ann), nothing)),
          'first page of more': await spent(() => page(undefined, everything)),
          'page that continues': await spent(() => page(undefined, everything, 3)),
          'create user': await spent(() => createUser(metered, 'new')),
          'GET user that is not there': await spent(() => metered.get(users, NOBODY, everything)),
          'GET group that is not there': await spent(() => metered.get(groups, NOBODY, everything)),
          'modify user': await spent(() => setting(metered, ann, (user) => ({ ...user, title: 'x' }))),
          'modify user, with groups': await spent(() => metered.update(users, ann, everything, titled('y'))),
          'modify user that is not there': await spent(() =>
            metered.update(users, NOBODY, everything, titled('y')),
          ),
          'modify user, refused': await spent(() =>
            metered.update(users, ann, everything, refusing).catch(() => undefined),
          ),
        }).toEqual({
          'GET user': { ...one, read: 1, query: 1 },
          'GET user without groups': { ...one, read: 1 },
          'GET group without members': { ...one, read: 1 },
          'userName eq': { ...one, read: 2 },
          'userName eq, with groups': { ...one, read: 2, query: 1 },
          'id eq': { ...one, read: 1 },
          'first page of more': { ...one, query: 2, count: 1 },
          'page that continues': { ...one, query: 2 },
          'create user': { ...one, batch: 1 },
          'GET user that is not there': { ...one, read: 1 },
          'GET group that is not there': { ...one, read: 1 },
          'modify user': { ...one, read: 1, batch: 1 },
          'modify user, with groups': { ...one, read: 1, batch: 1, query: 1 },
          'modify user that is not there': { ...one, read: 1 },
          'modify user, refused': { ...one, read: 1 },
        });
      });

      it('the groups of a user are read while it is written', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G', [ann]);
        let isAsked = () => {};
        const asked = new Promise<void>((resolve) => {
          isAsked = resolve;
        });
        const waiting: DocumentStore = {
          read: (...args) => documents.read(...args),
          count: (...args) => documents.count(...args),
          query: (...args) => {
            isAsked();
            return documents.query(...args);
          },
          batch: async (...args) => {
            await asked;
            return documents.batch(...args);
          },
        };
        const changed = await resourceStore(waiting).update(users, ann, everything, titled('z'));
        expect([changed?.resource.title, valuesOf(changed)]).toEqual(['z', [group]]);
      });

      it('entries of the log travel in the batch of the change', async () => {
        const stored = await store.create(
          users,
          { attributes: { userName: 'ann' }, members: [], log: () => [keptEntry('one')] },
          nothing,
        );
        const counted = counting(documents);
        await resourceStore(counted).delete(users, idOf(stored), () => ({ log: [keptEntry('two')] }));
        expect(counted.spent().batch).toBeLessThanOrEqual(2);
        for (const id of ['one', 'two']) {
          const kept = await documents.read(ACCOUNT, logDocument(keptEntry(id)).id);
          expect(kept).toMatchObject({ entryId: id, ttl: 30 * 24 * 3600 });
        }
      });
    });

    describe('crashes between any two store requests', () => {
      /** Runs `change` again and again, dying one request later each time, until it gets through. */
      async function crashEverywhere(
        prepare: (tag: string) => Promise<(dying: ResourceStore) => Promise<unknown>>,
        verify: (tag: string) => Promise<void>,
      ): Promise<number> {
        for (let last = 0; ; last += 1) {
          const tag = `c${last}`;
          const change = await prepare(tag);
          const dying = dyingAfter(documents, last);
          await change(resourceStore(dying)).catch(() => undefined);
          await verify(tag);
          if (!dying.died()) return last;
        }
      }

      it('of a large membership change: afterwards none or all of it is there', async () => {
        const ids = await createUsers(store, 110);
        let group = '';
        const crashes = await crashEverywhere(
          async (tag) => {
            group = await createGroup(store, tag, ids.slice(0, 5));
            return (dying) => changeMembers(dying, group, replacing(...ids.slice(3)));
          },
          async () => {
            const before = (await store.get(groups, group, nothing))?.revision === 1;
            const expected = before ? ids.slice(0, 5) : ids.slice(3);
            expect(await membersOf(store, group)).toEqual([...expected].sort());
            await store.delete(groups, group, () => ({ log: [] }));
          },
        );
        expect(crashes).toBeGreaterThan(5);
      });

      it('of a user delete: the user is there with its groups, or gone from all of them', async () => {
        const all = await Promise.all(range(3).map((index) => createGroup(store, `G${index}`)));
        let ann = '';
        const crashes = await crashEverywhere(
          async (tag) => {
            ann = await createUser(store, tag);
            for (const group of all) await changeMembers(store, group, adding(ann));
            return (dying) => dying.delete(users, ann, () => ({ log: [] }));
          },
          async (tag) => {
            const there = (await store.get(users, ann, nothing)) !== undefined;
            expect(await groupsOf(store, ann)).toEqual(there ? [...all].sort() : []);
            for (const group of all) expect((await membersOf(store, group)).includes(ann)).toBe(there);
            expect(await statusOf(createUser(store, tag))).toBe(there ? 409 : 200);
            await expectConsistent(store);
          },
        );
        expect(crashes).toBeGreaterThan(3);
      });

      it('of a rename: one of the two names is taken, and finds the user', async () => {
        let ann = '';
        await crashEverywhere(
          async (tag) => {
            ann = await createUser(store, `old-${tag}`);
            return (dying) => setting(dying, ann, (user) => ({ ...user, userName: `new-${tag}` }));
          },
          async (tag) => {
            const name = (await store.get(users, ann, nothing))?.resource.userName;
            expect([`old-${tag}`, `new-${tag}`]).toContain(name);
            expect(await statusOf(createUser(store, `old-${tag}`))).toBe(name === `old-${tag}` ? 409 : 200);
            expect(await statusOf(createUser(store, `new-${tag}`))).toBe(name === `new-${tag}` ? 409 : 200);
          },
        );
      });
    });

    describe('work that is owed', () => {
      const owed = async () => (await documentsOf(documents)).filter(({ owes }) => owes === true);

      /** Deletes and dies right after the tombstone. */
      async function deletedHalfway(type: typeof users, id: string): Promise<void> {
        await resourceStore(dyingAfter(documents, 2))
          .delete(type, id, () => ({ log: [] }))
          .catch(() => undefined);
        expect(await owed()).toHaveLength(1);
      }

      it('a repeated delete does what the first one was cut off from, and is not found', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G', [ann]);
        await deletedHalfway(users, ann);
        expect(await store.delete(users, ann, () => ({ log: [] }))).toBe(false);
        expect(await owed()).toEqual([]);
        expect((await store.get(groups, group, nothing))?.revision).toBe(2);
      });

      it('a read that meets what was left for a while does it', async () => {
        const ids = await createUsers(store, 60);
        const group = await createGroup(store, 'G', ids);
        await deletedHalfway(groups, group);
        const later = resourceStore(documents, () => Date.now() + 60_000);
        expect(await groupsOf(later, String(ids[0]))).toEqual([]);
        // A read spends half a second on it at most; on a busy machine that may not be enough.
        for (let reads = 1; reads < 10 && (await owed()).length > 0; reads += 1)
          expect(await groupsOf(later, String(ids[0]))).toEqual([]);
        expect(await owed()).toEqual([]);
        expect((await documentsOf(documents)).filter(({ type }) => type === 'membership')).toEqual([]);
      });

      it('finishes what is owed without a request that meets it, and says what is left', async () => {
        const ids = await createUsers(store, 60);
        const group = await createGroup(store, 'G', ids);
        const large = await createGroup(store, 'Large');
        await deletedHalfway(groups, group);
        for (let last = 0; (await owed()).length === 1; last += 1) {
          const dying = resourceStore(dyingAfter(documents, last));
          await changeMembers(dying, large, adding(...ids)).catch(() => undefined);
        }
        // The deletion may still be under way, so it is left alone at first.
        expect(await store.finishLeftovers(ACCOUNT, Date.now() + 60_000)).toBe(1);
        const later = resourceStore(documents, () => Date.now() + 60_000);
        expect(await later.finishLeftovers(ACCOUNT, Date.now())).toBe(1);
        expect(await later.finishLeftovers(ACCOUNT, Date.now() + 120_000)).toBe(0);
        expect(await owed()).toEqual([]);
        const left = (await documentsOf(documents)).filter(({ type }) => type === 'membership');
        expect(new Set(left.map(({ groupId }) => groupId))).toEqual(new Set([large]));
        expect(left).toHaveLength(60);
      });

      it('reading a user takes an unfinished change into account without doing it', async () => {
        const ids = await createUsers(store, 70);
        const [first = '', second = '', ...rest] = ids;
        const group = await createGroup(store, 'G', [first]);
        let last = 0;
        for (; (await owed()).length === 0; last += 1) {
          const dying = resourceStore(dyingAfter(documents, last));
          await changeMembers(dying, group, replacing(second, ...rest)).catch(() => undefined);
        }
        const counted = counting(documents);
        const metered = resourceStore(counted);
        expect([await groupsOf(metered, first), await groupsOf(metered, second)]).toEqual([[], [group]]);
        // Each user, and the part of the change that may name the second: no part may name the first.
        expect(counted.spent()).toEqual({ read: 3, batch: 0, query: 2, count: 0 });
        expect(await membersOf(store, group)).toEqual([second, ...rest].sort());
      });

      it('a large change that was accepted is answered as done, even if the store fails before its end', async () => {
        const ids = await createUsers(store, 70);
        // Members looked up in one query, one batch that commits: then nothing answers any more.
        const failing = resourceStore(dyingAfter(documents, 2));
        const created = await failing.create(
          groups,
          {
            attributes: { displayName: 'G' },
            members: ids.map((value) => ({ value })),
            log: () => [],
          },
          nothing,
        );
        expect(await membersOf(store, idOf(created))).toEqual([...ids].sort());
      });

      it('a version never comes with members from before it', async () => {
        const [ann = '', bea = ''] = await createUsers(store, 2);
        const group = await createGroup(store, 'G', [ann]);
        // The member is added after the members were read, and before anything that is read later.
        let reads = 0;
        const interleaved: DocumentStore = {
          batch: (...args) => documents.batch(...args),
          count: (...args) => documents.count(...args),
          read: async (...args) => {
            reads += 1;
            await sleep(20);
            return documents.read(...args);
          },
          query: async (...args) => {
            const page = await documents.query(...args);
            await changeMembers(store, group, adding(bea));
            return page;
          },
        };
        const seen = await resourceStore(interleaved).get(groups, group, everything);
        expect([seen?.revision, valuesOf(seen)]).toEqual([1, [ann]]);
        expect(reads).toBe(1);
      });
    });

    it('members named twice are members once, in small and large groups', async () => {
      const ids = await createUsers(store, 60);
      for (const some of [ids.slice(0, 2), ids]) {
        const group = await createGroup(store, `G${some.length}`, [...some, ...some]);
        expect(await membersOf(store, group)).toEqual([...some].sort());
      }
    });

    describe('writes whose answer is lost', () => {
      it('a create is neither repeated nor refused', async () => {
        const lossy = losingAnswer(documents, 1);
        const id = await createUser(resourceStore(lossy), 'ann');
        expect(lossy.lost()).toBe(true);
        expect((await store.get(users, id, nothing))?.revision).toBe(1);
        expect(
          (await store.query(users, { condition: undefined, startIndex: 1, count: 10, want: nothing }))
            .totalResults,
        ).toBe(1);
      });

      it('a change is applied once', async () => {
        const ann = await createUser(store, 'ann');
        const lossy = resourceStore(losingAnswer(documents, 1));
        const changed = await setting(lossy, ann, (user) => ({ ...user, userName: 'bea', title: 'x' }));
        expect(changed?.revision).toBe(2);
        expect(await statusOf(createUser(store, 'ann'))).toBe(200);
      });

      it('a member is added once', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G');
        const changed = await changeMembers(resourceStore(losingAnswer(documents, 1)), group, adding(ann));
        expect(changed?.revision).toBe(2);
        expect(await membersOf(store, group)).toEqual([ann]);
      });

      it.each([1, 2, 3])('a delete is answered as done (batch %i lost)', async (which) => {
        const ann = await createUser(store, 'ann');
        await createGroup(store, 'G', [ann]);
        const lossy = resourceStore(losingAnswer(documents, which));
        expect(await lossy.delete(users, ann, () => ({ log: [] }))).toBe(true);
        await expectConsistent(store);
      });
    });

    describe('pages (RFC 7644 §3.4.2.4)', () => {
      const page = (startIndex: number, count: number) =>
        store.query(users, { condition: undefined, startIndex, count, want: nothing });

      it('a walk meets every user once, in order of creation', async () => {
        const ids = [];
        for (const index of range(23)) ids.push(await createUser(store, `u${index}`));
        const met: string[] = [];
        for (let startIndex = 1; startIndex <= 23; startIndex += 5) {
          const { resources, totalResults } = await page(startIndex, 5);
          expect(totalResults).toBe(23);
          met.push(...resources.map(idOf));
        }
        expect(met).toEqual(ids);
      });

      it('a walk skips nobody when users before it are deleted', async () => {
        const ids = [];
        for (const index of range(12)) ids.push(await createUser(store, `u${index}`));
        const first = await page(1, 5);
        for (const gone of ids.slice(0, 3)) await store.delete(users, gone, () => ({ log: [] }));
        const second = await page(6, 5);
        expect([...first.resources, ...second.resources].map(idOf)).toEqual(ids.slice(0, 10));
      });

      it('an empty page of a walk settles the total', async () => {
        const ids = [];
        for (const index of range(10)) ids.push(await createUser(store, `u${index}`));
        expect(await page(1, 5)).toMatchObject({ totalResults: 10 });
        for (const gone of ids.slice(5)) await store.delete(users, gone, () => ({ log: [] }));
        expect(await page(6, 5)).toMatchObject({ totalResults: 5, resources: [] });
        expect(await page(1, 5)).toMatchObject({ totalResults: 5 });
      });

      it('a walk that begins after another has ended meets nobody twice, whoever was deleted between them', async () => {
        const ids = [];
        for (const index of range(14)) ids.push(await createUser(store, `u${index}`));
        const walk = async () => {
          const met: string[] = [];
          for (const startIndex of [1, 6, 11]) met.push(...(await page(startIndex, 5)).resources.map(idOf));
          return met;
        };
        expect(await walk()).toEqual(ids);
        for (const gone of ids.slice(0, 3)) await store.delete(users, gone, () => ({ log: [] }));
        expect(await walk()).toEqual(ids.slice(3));
      });

      it('a page that is asked for again is the same page', async () => {
        const ids = [];
        for (const index of range(9)) ids.push(await createUser(store, `u${index}`));
        await page(1, 5);
        for (const gone of ids.slice(0, 3)) await store.delete(users, gone, () => ({ log: [] }));
        expect((await page(6, 5)).resources.map(idOf)).toEqual(ids.slice(5));
        expect((await page(6, 5)).resources.map(idOf)).toEqual(ids.slice(5));
      });

      it.each([0, 3])(
        'of two walkers neither skips anybody: the one that began first goes on %i deletions later',
        async (deleted) => {
          const ids = [];
          for (const index of range(14)) ids.push(await createUser(store, `u${index}`));
          const before = await page(1, 5);
          for (const gone of ids.slice(0, deleted)) await store.delete(users, gone, () => ({ log: [] }));
          const after = await page(1, 5);
          const walk = async (start: readonly string[]) => {
            const met = [...start];
            for (let startIndex = 6; ; startIndex += 5) {
              const { resources } = await page(startIndex, 5);
              if (resources.length === 0) return met;
              met.push(...resources.map(idOf));
            }
          };
          expect(new Set(await walk(before.resources.map(idOf)))).toEqual(new Set(ids));
          expect(new Set(await walk(after.resources.map(idOf)))).toEqual(new Set(ids.slice(deleted)));
        },
      );

      describe('too heavy to be answered whole', () => {
        const ROOM = 5;
        let small: ResourceStore;
        let people: readonly string[];

        beforeEach(async () => {
          small = resourceStore(documents, Date.now, ROOM, opened.cursors);
          people = await createUsers(store, 8);
        });

        const populated = async (...sizes: number[]) => {
          const ids = [];
          for (const [index, size] of sizes.entries())
            ids.push(await createGroup(store, `G${index}`, people.slice(0, size)));
          return ids;
        };
        const groupsPage = (startIndex: number, count = 10) =>
          small.query(groups, { condition: undefined, startIndex, count, want: everything });
        /** What a client meets that adds `itemsPerPage`. */
        async function walk(read: (startIndex: number) => ReturnType<typeof groupsPage>) {
          const pages: string[][] = [];
          for (let startIndex = 1; ; startIndex += pages.at(-1)?.length ?? 0) {
            const { resources, totalResults, isShortened } = await read(startIndex);
            const met = pages.flat().length + resources.length;
            expect(isShortened).toBe(met < totalResults);
            pages.push(resources.map(idOf));
            if (met >= totalResults) return pages;
          }
        }

        it.each([
          [
            [2, 3, 1, 5, 0, 0, 1],
            [2, 1, 3, 1],
          ],
          [
            [6, 1],
            [1, 1],
          ],
          [
            [0, 6, 0],
            [1, 1, 1],
          ],
          [[5, 0, 0], [3]],
          [
            [8, 8, 8],
            [1, 1, 1],
          ],
        ])('groups of %j members come in pages of %j', async (sizes, expected) => {
          const ids = await populated(...sizes);
          const pages = await walk((startIndex) => groupsPage(startIndex));
          expect(pages.map(({ length }) => length)).toEqual(expected);
          expect(pages.flat()).toEqual(ids);
          expect((await groupsPage(1)).totalResults).toBe(sizes.length);
        });

        it('the total of a longer list stays, and a group deleted meanwhile makes nobody skip one', async () => {
          const ids = await populated(3, 3, 3, 3, 3);
          const first = await groupsPage(1, 3);
          expect([first.resources.map(idOf), first.totalResults]).toEqual([ids.slice(0, 1), 5]);
          await store.delete(groups, String(ids[0]), () => ({ log: [] }));
          expect((await groupsPage(2, 3)).resources.map(idOf)).toEqual(ids.slice(1, 2));
        });

        it('members that are gone count for nothing, also where their end is still to be told', async () => {
          const ids = await populated(5, 5);
          for (const last of range(12)) {
            const dying = resourceStore(dyingAfter(documents, last));
            await dying.delete(users, String(people[last % 5]), () => ({ log: [] })).catch(() => undefined);
          }
          const seen = (await walk((startIndex) => groupsPage(startIndex))).flat();
          expect(seen).toEqual(ids);
          await expectConsistent(small);
        });

        it('users in many groups come in shorter pages as well', async () => {
          await populated(8, 8);
          const pages = await walk((startIndex) =>
            small.query(users, { condition: undefined, startIndex, count: 10, want: everything }),
          );
          expect(pages.flat()).toEqual([...people].sort());
          expect(pages.length).toBeGreaterThan(1);
        });
      });

      it('count 0, a jump, and a page past the end', async () => {
        await createUsers(store, 7);
        expect(await page(1, 0)).toMatchObject({ totalResults: 7, resources: [] });
        expect((await page(6, 5)).resources).toHaveLength(2);
        expect(await page(50, 5)).toMatchObject({ totalResults: 7, resources: [] });
      });
    });
  });
}
