/** What accounts promise on every store: it goes through the ports only. */

import type { Account, AccountStore } from '../../shared/accounts/account.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { sampleAccount } from '../sample-account.ts';
import { counting, dyingAfter } from './counting.ts';

export interface OpenedAccounts {
  /** Another process on the same documents. */
  readonly connect: () => DocumentStore;
}

const account = (id: string, change: Partial<Account> = {}): Account => ({
  ...sampleAccount('reject'),
  formerFields: [],
  ...change,
  id,
});

const idsOf = async (store: AccountStore): Promise<string[]> => (await store.list()).map(({ id }) => id);

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `failed: ${String(error)}`,
  );

/** @param open gives fresh, empty documents for each check */
export function describeAccountStore(name: string, open: () => Promise<OpenedAccounts>): void {
  describe(`${name} as an account store`, () => {
    let opened: OpenedAccounts;
    let time = 0;
    let store: AccountStore;
    const another = (documents = opened.connect()): AccountStore => accountStore(documents, () => time);

    beforeEach(async () => {
      opened = await open();
      store = another();
    });

    it('gives back what was created, field by field', async () => {
      const created = account('AcOne', { name: 'Zwölf “Ä”', log: { values: true, days: 365 } });
      expect(await store.create(created)).toEqual(created);
      expect(await another().find('AcOne')).toEqual(created);
      expect(await another().current('AcOne')).toEqual(created);
    });

    it('an id that exists in any case is taken', async () => {
      await store.create(account('AcOne'));
      const outcomes = ['AcOne', 'acone', 'ACONE', 'AcTwo'].map((id) =>
        outcomeOf(another().create(account(id))),
      );
      expect(await Promise.all(outcomes)).toEqual(['taken', 'taken', 'taken', 'done']);
      expect(await idsOf(store)).toEqual(['AcOne', 'AcTwo']);
    });

    it('of creates at the same time exactly one is done, and its account is the one there', async () => {
      const ids = ['AcOne', 'acone', 'ACONE', 'AcOne', 'AcOne'];
      const outcomes = await Promise.all(
        ids.map((id, index) => outcomeOf(another().create(account(id, { name: `by ${index}` })))),
      );
      expect(outcomes.filter((outcome) => outcome !== 'taken')).toEqual(['done']);
      const winner = outcomes.indexOf('done');
      expect(await another().list()).toMatchObject([{ id: ids[winner], name: `by ${winner}` }]);
    });

    it('ids are compared exactly when an account is looked for', async () => {
      await store.create(account('AcOne'));
      expect(await store.find('acone')).toBeUndefined();
      expect(await outcomeOf(store.current('acone'))).toBe('unknown');
      expect(await outcomeOf(store.update('acone', 1, { name: 'x' }))).toBe('unknown');
    });

    it.each(['', 'a/b', '__proto__', '\ud800', 'x'.repeat(41)])('%j is unknown', async (id) => {
      expect(await outcomeOf(store.current(id))).toBe('unknown');
      expect(await outcomeOf(store.update(id, 1, { name: 'x' }))).toBe('unknown');
    });

    it('an account may be called like the partition of the index', async () => {
      for (const id of ['accounts', 'AcOne']) await store.create(account(id));
      expect(await another().find('accounts')).toEqual(account('accounts'));
      expect(await idsOf(another())).toEqual(['accounts', 'AcOne']);
    });

    it('a list is empty at first, and in order of id without case', async () => {
      expect(await store.list()).toEqual([]);
      for (const id of ['Zeta', 'alpha', 'Beta']) await store.create(account(id));
      expect(await idsOf(another())).toEqual(['alpha', 'Beta', 'Zeta']);
    });

    it('ensure creates once, is listed, and changes nothing later', async () => {
      await store.ensure(account('AcOne'));
      await store.update('AcOne', 1, { name: 'Changed' });
      expect(await another().ensure(account('AcOne'))).toMatchObject({ name: 'Changed', version: 2 });
      expect(await idsOf(store)).toEqual(['AcOne']);
      expect(await outcomeOf(store.ensure(account('acone')))).toBe('taken');
    });

    describe('update', () => {
      beforeEach(() => store.create(account('AcOne')));

      it('changes what is given, keeps the rest, and counts the version', async () => {
        const fields = account('AcOne').fields.slice(0, 2);
        const formerFields = [{ id: 'Gone', type: 'text' }] as const;
        expect(await store.update('AcOne', 1, { fields, formerFields })).toEqual(
          account('AcOne', { fields, formerFields, version: 2 }),
        );
        const rest = { name: 'N', unsupportedAttributes: 'ignore', log: { values: true, days: 1 } } as const;
        await store.update('AcOne', 2, rest);
        expect(await another().find('AcOne')).toEqual(
          account('AcOne', { fields, formerFields, ...rest, version: 3 }),
        );
      });

      it('is refused on a version that is not the current one', async () => {
        await store.update('AcOne', 1, { name: 'first' });
        expect(await outcomeOf(another().update('AcOne', 1, { name: 'second' }))).toBe('changed');
        expect(await outcomeOf(another().update('AcOne', 3, { name: 'third' }))).toBe('changed');
        expect(await another().find('AcOne')).toMatchObject({ name: 'first', version: 2 });
      });

      it('of updates at the same time exactly one is done', async () => {
        const outcomes = await Promise.all(
          [0, 1, 2, 3, 4].map((n) => outcomeOf(another().update('AcOne', 1, { name: `by ${n}` }))),
        );
        expect(outcomes.filter((outcome) => outcome !== 'changed')).toEqual(['done']);
        expect(await store.current('AcOne')).toMatchObject({
          name: `by ${outcomes.indexOf('done')}`,
          version: 2,
        });
      });

      it('is seen at once here, and by every other instance within 60 s', async () => {
        const elsewhere = another();
        await elsewhere.find('AcOne');
        await store.update('AcOne', 1, { name: 'Changed' });
        expect(await store.find('AcOne')).toMatchObject({ name: 'Changed' });
        time += 60_000;
        expect(await elsewhere.find('AcOne')).toMatchObject({ name: 'Changed' });
      });

      it('is seen at once by who asks for the current account', async () => {
        const elsewhere = another();
        await elsewhere.find('AcOne');
        await store.update('AcOne', 1, { name: 'Changed' });
        expect(await elsewhere.current('AcOne')).toMatchObject({ name: 'Changed' });
      });
    });

    it('an account that was looked for in vain is found within 60 s of its creation', async () => {
      const elsewhere = another();
      expect(await elsewhere.find('AcOne')).toBeUndefined();
      await store.create(account('AcOne'));
      time += 60_000;
      expect(await elsewhere.find('AcOne')).toEqual(account('AcOne'));
    });

    it('a found account costs no read for a while, and is the same object while its version is', async () => {
      await store.create(account('AcOne'));
      const documents = counting(opened.connect());
      const metered = another(documents);
      const first = await metered.find('AcOne');
      await metered.find('AcOne');
      expect(documents.spent()).toEqual({ read: 1, batch: 0, query: 0, count: 0 });
      time += 60_000;
      expect(await metered.find('AcOne')).toBe(first);
      expect(documents.spent()).toMatchObject({ read: 1 });
    });

    it('twenty requests at once after a start read their account once', async () => {
      await store.create(account('AcOne'));
      const documents = counting(opened.connect());
      const metered = another(documents);
      const found = await Promise.all(Array.from({ length: 20 }, () => metered.find('AcOne')));
      expect(new Set(found).size).toBe(1);
      expect(documents.spent()).toEqual({ read: 1, batch: 0, query: 0, count: 0 });
    });

    it('a crash between any two requests of a create leaves an account or none, and the id to be had', async () => {
      let crashes = 0;
      for (let died = true; died; crashes += 1) {
        const id = `Ac${crashes}`;
        const documents = dyingAfter(opened.connect(), crashes);
        const outcome = await outcomeOf(another(documents).create(account(id)));
        died = documents.died();
        const listed = (await idsOf(another())).includes(id);
        expect(listed).toBe((await another().find(id)) !== undefined);
        expect(outcome === 'done').toBe(!died);
        // Whoever tries again either gets the account or finds it there.
        expect(await outcomeOf(another().create(account(id)))).toBe(listed ? 'taken' : 'done');
        expect(await idsOf(another())).toContain(id);
        expect(await outcomeOf(another().create(account(id.toUpperCase())))).toBe('taken');
      }
      expect(crashes).toBeGreaterThan(2);
    });
  });
}
