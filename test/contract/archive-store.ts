/** What every store must do so that an account can be taken out and put back; run on each adapter. */

import type { Archived, ArchivedResource, ArchiveStore } from '../../shared/archive/archive-store.ts';
import type { ResourceStore } from '../../shared/protocol/resource-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import { archiveStore } from '../../shared/storage/resources/archive.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { dyingAfter, losingAnswer } from './counting.ts';
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
  replacing,
  setting,
  users,
} from './population.ts';
import type { OpenStore } from './resource-store.ts';

async function everythingIn(archive: ArchiveStore, limit = 100): Promise<readonly Archived[]> {
  const items: Archived[] = [];
  let from: string | undefined;
  do {
    const page = await archive.page(ACCOUNT, from, limit);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined);
  return items;
}

const scopeOf = ({ type }: ArchivedResource) => (type === 'User' ? users : groups);

const restoreOne = (archive: ArchiveStore, one: ArchivedResource) => archive.restore(scopeOf(one), one, []);

/** Puts everything back in the order in which it came. @returns what came of each */
async function putBack(archive: ArchiveStore, items: readonly Archived[]): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const one of items) {
    outcomes.push(
      'groupId' in one
        ? await archive.restoreMembers(groups, one.groupId, [one.memberId], () => [])
        : await restoreOne(archive, one),
    );
  }
  return outcomes;
}

/** Members that are put back give their group a new version. */
const withoutVersions = (items: readonly Archived[]) =>
  items.map((one) => (one.type === 'Group' ? { ...one, revision: 0 } : one));

/** @param open gives fresh, empty documents for each call */
export function describeArchiveStore(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as an archive`, () => {
    const opened: OpenStore[] = [];
    let documents: DocumentStore;
    let store: ResourceStore;
    let archive: ArchiveStore;

    const fresh = async (): Promise<DocumentStore> => {
      const another = await open();
      opened.push(another);
      return another.connect();
    };
    const userOf = async (id: string): Promise<ArchivedResource> => {
      const all = await everythingIn(archive);
      const found = all.find((one) => one.type === 'User' && idOf(one) === id);
      if (found?.type !== 'User') throw new Error(`${id} is not in the archive`);
      return found;
    };
    const remove = (id: string, by = store) => by.delete(users, id, () => ({ log: [] }));

    /** Users, a renamed one among them, groups in a group, a deleted user. */
    async function populate() {
      const [ann, bea, cid] = [
        await createUser(store, 'ann', { title: 'Boss' }),
        await createUser(store, 'bea'),
        await createUser(store, 'cid'),
      ];
      const inner = await createGroup(store, 'Inner', [ann, bea, cid]);
      const outer = await createGroup(store, 'Outer', [inner, ann]);
      await setting(store, bea, (user) => ({ ...user, userName: 'Beatrix', displayName: 'Bea' }));
      await remove(cid);
      return { ann, bea, cid, inner, outer };
    }

    beforeEach(async () => {
      documents = await fresh();
      store = resourceStore(documents);
      archive = archiveStore(documents);
    });

    afterEach(async () => {
      for (const one of opened.splice(0)) await one.close?.();
    });

    describe('taking out', () => {
      it('gives users, groups, memberships, whatever the size of a page; the deleted ones are gone', async () => {
        const { ann, bea, inner, outer } = await populate();
        const all = await everythingIn(archive);
        expect(all.map((one) => ('groupId' in one ? one : [one.type, idOf(one)]))).toEqual([
          ['User', ann],
          ['User', bea],
          ['Group', inner],
          ['Group', outer],
          ...[ann, bea].map((memberId) => ({ type: 'Membership', groupId: inner, memberId })),
          ...[ann, inner].map((memberId) => ({ type: 'Membership', groupId: outer, memberId })),
        ]);
        for (const limit of [1, 2, 3]) expect(await everythingIn(archive, limit)).toEqual(all);
        expect(await archive.totals(ACCOUNT)).toEqual({ users: 2, groups: 2, memberships: 4 });
        expect(all[1]).toMatchObject({ revision: 2, resource: { userName: 'Beatrix', displayName: 'Bea' } });
      });

      it('of an empty account gives nothing', async () => {
        expect(await everythingIn(archive)).toEqual([]);
        expect(await archive.totals(ACCOUNT)).toEqual({ users: 0, groups: 0, memberships: 0 });
      });

      it('counts an unfinished change of members as done, and a deletion that owes its memberships', async () => {
        const ids = await createUsers(store, 70);
        const [first = '', ...rest] = ids;
        const group = await createGroup(store, 'G', [first]);
        for (let last = 0; !(await documentsOf(documents)).some(({ owes }) => owes === true); last += 1) {
          await changeMembers(resourceStore(dyingAfter(documents, last)), group, replacing(...rest)).catch(
            () => undefined,
          );
        }
        const memberIds = async () =>
          (await everythingIn(archive)).flatMap((one) => ('groupId' in one ? [one.memberId] : []));
        expect((await memberIds()).sort()).toEqual([...rest].sort());
        await remove(rest[0] ?? '', resourceStore(dyingAfter(documents, 2))).catch(() => undefined);
        expect((await memberIds()).sort()).toEqual(rest.slice(1).sort());
        await resourceStore(dyingAfter(documents, 2))
          .delete(groups, group, () => ({ log: [] }))
          .catch(() => undefined);
        expect(await memberIds()).toEqual([]);
      });

      it('reads not much more than a page holds, however large the users are', async () => {
        const title = 'x'.repeat(350_000);
        for (let index = 0; index < 40; index += 1) await createUser(store, `u${index}`, { title });
        let read = 0;
        const measured: DocumentStore = {
          read: (...args) => documents.read(...args),
          batch: (...args) => documents.batch(...args),
          count: (...args) => documents.count(...args),
          query: async (...args) => {
            const found = await documents.query(...args);
            read += found.length;
            return found;
          },
        };
        expect((await archiveStore(measured).page(ACCOUNT, undefined, 500)).items.length).toBeGreaterThan(0);
        expect(read).toBe(25);
      });

      it('a page holds about 2 MB at most, and always something', async () => {
        const title = 'x'.repeat(350_000);
        for (const userName of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
          await createUser(store, userName, { title });
        const sizes: number[] = [];
        let from: string | undefined;
        do {
          const page = await archive.page(ACCOUNT, from, 100);
          sizes.push(page.items.length);
          from = page.next;
        } while (from !== undefined);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(7);
        expect(Math.max(...sizes)).toBeLessThan(7);
      });
    });

    describe('putting back', () => {
      it('into an empty store gives the same: ids, times, versions, members', async () => {
        const { ann, bea, inner, outer } = await populate();
        const all = await everythingIn(archive);
        const copied = await fresh();
        const copy = archiveStore(copied);
        expect(await putBack(copy, all)).toEqual([
          ...Array(4).fill('created'),
          ...[ann, bea, ann, inner].map((id) => ({ created: [id], unchanged: [], missing: [] })),
        ]);
        expect(withoutVersions(await everythingIn(copy))).toEqual(withoutVersions(all));
        const there = resourceStore(copied);
        expect(await there.get(users, bea, everything)).toMatchObject({ revision: 2 });
        expect(await membersOf(there, outer)).toEqual([ann, inner].sort());
        await expectConsistent(there);
        await expect(createUser(there, 'BEATRIX')).rejects.toMatchObject({ status: 409 });
        expect(await createUser(there, 'bea')).not.toBe(bea);
      });

      it('again changes nothing', async () => {
        await populate();
        const all = await everythingIn(archive);
        const before = await documentsOf(documents);
        const outcomes = await putBack(archive, all);
        expect(outcomes.slice(0, 4)).toEqual(Array(4).fill('unchanged'));
        expect(outcomes.slice(4)).toEqual(
          all.slice(4).map((one) => ({
            created: [],
            unchanged: ['groupId' in one ? one.memberId : ''],
            missing: [],
          })),
        );
        expect(await documentsOf(documents)).toEqual(before);
      });

      it('never changes what stands there: another state, or another owner of the name', async () => {
        const ann = await createUser(store, 'ann');
        const archived = await userOf(ann);
        await setting(store, ann, (user) => ({ ...user, title: 'Boss' }));
        expect(await restoreOne(archive, archived)).toBe('different');
        await setting(store, ann, (user) => ({ ...user, userName: 'anna' }));
        await remove(ann);
        const other = await createUser(store, 'ANN');
        expect(await restoreOne(archive, archived)).toBe('taken');
        expect(await store.get(users, ann, nothing)).toBeUndefined();
        expect((await store.get(users, other, nothing))?.resource.userName).toBe('ANN');
      });

      it('where it was deleted brings it back, under a version that it never had', async () => {
        const { ann, inner, outer } = await populate();
        const all = await everythingIn(archive);
        const archived = await userOf(ann);
        await setting(store, ann, (user) => ({ ...user, title: 'Other' }));
        await setting(store, ann, (user) => ({ ...user, title: 'Another' }));
        await remove(ann);
        expect(await groupsOf(store, ann)).toEqual([]);
        await putBack(archive, all);
        const back = await store.get(users, ann, nothing);
        expect([back?.resource, back?.revision]).toEqual([archived.resource, 4]);
        expect(await groupsOf(store, ann)).toEqual([inner, outer].sort());
        await expectConsistent(store);
        await setting(store, ann, (user) => ({ ...user, title: 'Later' }));
        await remove(ann);
        expect(await store.get(users, ann, nothing)).toBeUndefined();
      });

      it('for good: nothing of its deletion is left, and a newer version of the file counts', async () => {
        const ann = await createUser(store, 'ann');
        const archived = await userOf(ann);
        await remove(ann);
        expect(await archive.restore(users, { ...archived, revision: 40 }, [])).toBe('created');
        const [document] = (await documentsOf(documents)).filter(({ type }) => type === 'user');
        expect(document).toMatchObject({ revision: 40, operationId: expect.any(String) });
        for (const property of ['ttl', 'deletedAt', 'owes']) expect(document).not.toHaveProperty(property);
      });

      it('not while what hung on it is still being removed', async () => {
        const ids = await createUsers(store, 60);
        const group = await createGroup(store, 'G', ids);
        const isGroup = (one: Archived): one is ArchivedResource => one.type === 'Group';
        const [archived] = (await everythingIn(archive)).filter(isGroup);
        if (!archived) throw new Error('the group is not in the archive');
        await resourceStore(dyingAfter(documents, 2))
          .delete(groups, group, () => ({ log: [] }))
          .catch(() => undefined);
        // A clock on which all time is spent at once.
        let time = Date.now();
        const hasty = archiveStore(documents, () => {
          time += 20_000;
          return time;
        });
        expect(await restoreOne(hasty, archived)).toBe('deleting');
        expect(await restoreOne(archive, archived)).toBe('created');
      });

      it('never under the id of a resource of the other type', async () => {
        const group = await createGroup(store, 'G');
        const archived = await userOf(await createUser(store, 'ann'));
        const resource = { ...archived.resource, id: group, userName: 'twin' };
        expect(await archive.restore(users, { resource, revision: 1 }, [])).toBe('misnamed');
        await store.delete(groups, group, () => ({ log: [] }));
        expect(await archive.restore(users, { resource, revision: 1 }, [])).toBe('misnamed');
      });

      it('where it was deleted halfway first removes what hung on it', async () => {
        const ids = await createUsers(store, 60);
        const group = await createGroup(store, 'G', ids);
        const all = await everythingIn(archive);
        const isGroup = (one: Archived): one is ArchivedResource => one.type === 'Group';
        await resourceStore(dyingAfter(documents, 2))
          .delete(groups, group, () => ({ log: [] }))
          .catch(() => undefined);
        expect(await putBack(archive, all.filter(isGroup))).toEqual(['created']);
        expect(await membersOf(store, group)).toEqual([]);
        await expectConsistent(store);
      });

      it('members: those who are nobody are named, the others added; of no group: nothing', async () => {
        const [ann, bea] = [await createUser(store, 'ann'), await createUser(store, 'bea')];
        const group = await createGroup(store, 'G', [ann]);
        const nobody = '0197f0a0-0000-7000-8000-000000000000';
        const before = await store.get(groups, group, nothing);
        expect(await archive.restoreMembers(groups, group, [ann, bea, nobody, 'x'], () => [])).toEqual({
          created: [bea],
          unchanged: [ann],
          missing: [nobody, 'x'],
        });
        expect(await store.get(groups, group, nothing)).toEqual({ ...before, revision: 2 });
        expect(await membersOf(store, group)).toEqual([ann, bea].sort());
        for (const id of [nobody, 'x']) {
          expect(await archive.restoreMembers(groups, id, [bea], () => [])).toBeUndefined();
        }
        await expect(archive.restoreMembers(groups, group, [group], () => [])).rejects.toMatchObject({
          status: 400,
        });
      });

      it('members: of a group that is gone nothing, be its memberships still there', async () => {
        const ann = await createUser(store, 'ann');
        const group = await createGroup(store, 'G', [ann]);
        await resourceStore(dyingAfter(documents, 2))
          .delete(groups, group, () => ({ log: [] }))
          .catch(() => undefined);
        const types = (await documentsOf(documents)).map(({ type }) => type);
        expect(types).toEqual(expect.arrayContaining(['tombstone', 'membership']));
        expect(await archive.restoreMembers(groups, group, [ann], () => [])).toBeUndefined();
        expect(await archive.restoreMembers(groups, ann, [ann], () => [])).toBeUndefined();
      });

      it('what is larger than a document may be is refused, and nothing of it stays', async () => {
        const archived = await userOf(await createUser(store, 'ann'));
        const copied = await fresh();
        const resource = { ...archived.resource, title: 'x'.repeat(900_000) };
        const restored = archiveStore(copied).restore(users, { resource, revision: 1 }, []);
        await expect(restored).rejects.toMatchObject({ status: 413 });
        expect(await documentsOf(copied)).toEqual([]);
      });

      it('members by the hundreds', async () => {
        const ids = await createUsers(store, 250);
        const group = await createGroup(store, 'G');
        expect(await archive.restoreMembers(groups, group, ids, () => [])).toMatchObject({ unchanged: [] });
        expect(await membersOf(store, group)).toEqual([...ids].sort());
        expect(await store.countMembers(groups, [group, idOf(undefined)])).toEqual(
          new Map([
            [group, 250],
            ['undefined', 0],
          ]),
        );
      });

      it('writes what the caller adds in the same batch, and not when nothing is put back', async () => {
        const ann = await createUser(store, 'ann');
        const archived = await userOf(ann);
        const copied = await fresh();
        expect(await archiveStore(copied).restore(users, archived, [keptEntry('one')])).toBe('created');
        expect(await archiveStore(copied).restore(users, archived, [keptEntry('two')])).toBe('unchanged');
        const ids = (await documentsOf(copied)).map(({ id }) => id);
        expect(ids.filter((id) => id.startsWith('l.'))).toEqual([logDocument(keptEntry('one')).id]);
      });
    });

    describe('when something goes wrong', () => {
      it('a crash after any request leaves nothing that a second run does not finish', async () => {
        await populate();
        const all = await everythingIn(archive);
        const expected = withoutVersions(all);
        for (let last = 0; ; last += 1) {
          const copied = await fresh();
          const dying = dyingAfter(copied, last);
          await putBack(archiveStore(dying), all).catch(() => undefined);
          await expectConsistent(resourceStore(copied));
          await putBack(archiveStore(copied), all);
          expect(withoutVersions(await everythingIn(archiveStore(copied)))).toEqual(expected);
          if (!dying.died()) break;
        }
      });

      it('a lost answer is looked up: what was put back is not taken for something that stood there', async () => {
        const ann = await createUser(store, 'ann');
        const archived = await userOf(ann);
        const copied = await fresh();
        expect(await restoreOne(archiveStore(losingAnswer(copied, 1)), archived)).toBe('created');
        await remove(ann);
        expect(await restoreOne(archiveStore(losingAnswer(documents, 2)), archived)).toBe('created');
        expect((await store.get(users, ann, nothing))?.revision).toBe(2);
      });

      it('two at once: one puts it back, the other finds it; against a create of the name one wins', async () => {
        const ann = await createUser(store, 'ann');
        const archived = await userOf(ann);
        for (const deleted of [false, true]) {
          const there = deleted ? documents : await fresh();
          if (deleted) await remove(ann);
          const both = [1, 2].map(() => restoreOne(archiveStore(there), archived));
          expect((await Promise.all(both)).sort()).toEqual(['created', 'unchanged']);
        }
        const raced = await fresh();
        const outcomes = await Promise.all([
          restoreOne(archiveStore(raced), archived),
          createUser(resourceStore(raced), 'ANN').then(
            () => 'created',
            () => 'taken',
          ),
        ]);
        expect(outcomes.toSorted()).toEqual(['created', 'taken']);
      });

      it('a member that is put back while it is deleted is a member of nothing', async () => {
        const group = await createGroup(store, 'G');
        const ids = await createUsers(store, 10);
        await Promise.all(
          ids.flatMap((id) => [
            archive.restoreMembers(groups, group, [id], () => []).catch(() => undefined),
            remove(id),
          ]),
        );
        expect(await membersOf(store, group)).toEqual([]);
        await changeMembers(store, group, adding(await createUser(store, 'late')));
        await expectConsistent(store);
      });
    });
  });
}
