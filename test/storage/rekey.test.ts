/** A store that was written when text was folded otherwise: brought up to date by the next start, whatever happens. */

import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openStores, type Stores } from '../../functions/runtime/open-stores.ts';
import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import type { LogEntry } from '../../shared/provisioning-log/entry.ts';
import { bindFilter } from '../../shared/scim/filter/bind.ts';
import { parseFilter } from '../../shared/scim/filter/parse.ts';
import { searchKeysWithRetained } from '../../shared/scim/filter/search-keys.ts';
import type { JsonObject } from '../../shared/scim/json.ts';
import { strict } from '../../shared/scim/policy.ts';
import type { Resource } from '../../shared/scim/resource/resource.ts';
import { withServerAttributes } from '../../shared/scim/resource/server-attributes.ts';
import type { ResourceType } from '../../shared/scim/schema/resource-type.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import type { DocumentOperation, DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { type KeyedAccount, rekey } from '../../shared/storage/rekey/rekey.ts';
import { documentType, resourceDocumentId } from '../../shared/storage/resources/partition/documents.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { counting, dyingAfter } from '../contract/counting.ts';
import {
  ACCOUNT,
  createGroup,
  createUser,
  documentsOf,
  groups,
  idOf,
  keptEntry,
  nothing,
  setting,
  users,
} from '../contract/population.ts';
import { sampleAccount } from '../sample-account.ts';
import { STORES } from '../stores.ts';

const NOW = Date.UTC(2026, 0, 31);
const DAY = 24 * 3600;

const foldedBefore = (text: string): string => text.normalize('NFC').toLowerCase();
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const reservationBefore = ({ uniqueAttribute }: ResourceType, value: string): string =>
  `q.${uniqueAttribute}.${hash(foldedBefore(value))}`;

const keyed: readonly KeyedAccount[] = [{ id: ACCOUNT, types: resourceTypesOf(sampleAccount('reject')) }];

/** What an earlier version wrote for a resource with this name. @returns its id */
async function writtenBefore(
  documents: DocumentStore,
  type: ResourceType,
  name: string,
  more: Resource = {},
  keys: JsonObject = {},
): Promise<string> {
  const id = uuidv7();
  const created = new Date(NOW).toISOString();
  const r = withServerAttributes(
    type,
    { [type.uniqueAttribute]: name, ...more },
    { id, created, lastModified: created },
  );
  const k = { ...searchKeysWithRetained(type, r), [type.uniqueAttribute]: foldedBefore(name), ...keys };
  const document = {
    id: resourceDocumentId(type.name, id),
    type: documentType(type.name),
    shape: 1,
    revision: 3,
    r,
    k,
    operationId: uuidv7(),
  };
  const reservation = { id: reservationBefore(type, name), type: 'reservation', owner: id };
  const operations: DocumentOperation[] = [document, reservation].map((one) => ({
    kind: 'create',
    document: one,
  }));
  expect(await documents.batch(ACCOUNT, operations)).toMatchObject({ ok: true });
  return id;
}

/** An entry of ten days ago, kept for 30 days. */
async function loggedBefore(documents: DocumentStore, name: string, formerName?: string): Promise<void> {
  const entry: LogEntry = {
    ...keptEntry(randomUUID()).entry,
    at: new Date(NOW - 10 * DAY * 1000).toISOString(),
    name,
  };
  const { k, ...document } = logDocument({ entry, days: 30 });
  const before = {
    ...document,
    k: {
      ...(k as object),
      name: foldedBefore([name, formerName].filter((one) => one !== undefined).join('\n')),
    },
  };
  await documents.batch(ACCOUNT, [{ kind: 'create', document: before }]);
}

const found = async (
  documents: DocumentStore,
  scope: typeof users,
  comparator: 'eq' | 'sw',
  value: string,
) => {
  const path = [scope.type.uniqueAttribute];
  const condition = { kind: 'compare', path, comparator, value } as const;
  const asked = { condition, startIndex: 1, count: 10, want: nothing };
  return (await resourceStore(documents).query(scope, asked)).resources.map(idOf);
};

describe.each(STORES)('a store written before, on %s', (_name, open) => {
  let stores: Stores;
  let lines: Readonly<Record<string, unknown>>[];

  const start = (containers: Omit<Stores, 'secrets'> = stores) =>
    rekey(
      containers,
      async () => keyed,
      (line) => lines.push(line),
      () => NOW,
    );
  const collisions = () => lines.filter(({ event }) => event === 'storage.collision');

  beforeEach(async () => {
    stores = await open();
    lines = [];
  });

  it('is found by its names again: whole, by their beginning, and as taken; no version changes', async () => {
    const { resources } = stores;
    const pavlos = await writtenBefore(resources, users.type, 'ΠΑΥΛΟΣ@x', { title: 'Σ' });
    const ann = await writtenBefore(resources, users.type, 'Ann@x');
    const team = await writtenBefore(resources, groups.type, 'J\u030Cazz ΟΔΟΣ');
    await writtenBefore(resources, users.type, 'ΣΣ');
    expect(await found(resources, users, 'eq', 'σσ')).toEqual([]);
    await start();
    expect(await found(resources, users, 'eq', 'παυλοσ@x')).toEqual([pavlos]);
    expect(await found(resources, users, 'sw', 'παυλοσ')).toEqual([pavlos]);
    expect(await found(resources, users, 'eq', 'ann@x')).toEqual([ann]);
    expect(await found(resources, users, 'eq', 'σσ')).toHaveLength(1);
    expect(await found(resources, groups, 'eq', '\u01F0azz οδοσ')).toEqual([team]);
    const store = resourceStore(resources);
    expect(await store.get(users, pavlos, nothing)).toMatchObject({
      revision: 3,
      resource: { userName: 'ΠΑΥΛΟΣ@x', meta: { lastModified: new Date(NOW).toISOString() } },
    });
    await expect(createUser(store, 'παυλος@X')).rejects.toMatchObject({ status: 409 });
    await expect(createGroup(store, '\u01F0AZZ οδος')).rejects.toMatchObject({ status: 409 });
    await store.delete(users, pavlos, () => ({ log: [] }));
    await createUser(store, 'παυλος@X');
    expect(lines).toEqual([
      { event: 'storage.rekeying', account: ACCOUNT, keyVersion: 2 },
      expect.objectContaining({ event: 'storage.rekeyed', resources: 3, reservations: 3, collisions: 0 }),
    ]);
  });

  it('has numbers compared with all their digits, and binary values are there', async () => {
    const { resources } = stores;
    const urn = String(users.type.extensions[0]?.id);
    const x509Certificates = [{ value: 'AAEC' }];
    const write = (name: string, Cost_Rate: string) =>
      writtenBefore(
        resources,
        users.type,
        name,
        { x509Certificates, [urn]: { Cost_Rate } },
        // Keys of an earlier version: a double, and nothing of what is binary.
        { x509Certificates: [], [urn]: { Cost_Rate: Number(Cost_Rate) } },
      );
    const ann = await write('ann', '9007199254740993');
    await write('bea', '9007199254740992');
    await start();
    const filtered = async (text: string) => {
      const condition = bindFilter(users.type, parseFilter(text, strict), strict);
      const asked = { condition, startIndex: 1, count: 10, want: nothing };
      return (await resourceStore(resources).query(users, asked)).resources.map(idOf);
    };
    expect(await filtered('Cost_Rate gt 9007199254740992')).toEqual([ann]);
    expect(await filtered('x509Certificates pr')).toHaveLength(2);
  });

  it('has its log found by name, and keeps no entry longer than before', async () => {
    for (const container of [stores.resources, stores.activity]) await loggedBefore(container, 'ΠΑΥΛΟΣ');
    await loggedBefore(stores.activity, 'Ann');
    await start();
    const documents = (await Promise.all([stores.resources, stores.activity].map(documentsOf))).flat();
    expect(documents.map(({ name, ttl }) => `${name} ${Number(ttl) / DAY}`).sort()).toEqual([
      'Ann 30',
      'ΠΑΥΛΟΣ 20',
      'ΠΑΥΛΟΣ 20',
    ]);
    const log = logStore(stores.resources, stores.activity, () => NOW);
    expect((await log.query(ACCOUNT, { subject: 'παυλοσ', limit: 10 })).entries).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ logEntries: 2 });
  });

  it('has a renaming found by both names', async () => {
    await loggedBefore(stores.resources, 'ΠΑΥΛΟΣ', 'ΟΔΟΣ');
    await start();
    const log = logStore(stores.resources, stores.activity, () => NOW);
    for (const subject of ['παυλοσ', 'οδοσ']) {
      expect((await log.query(ACCOUNT, { subject, limit: 10 })).entries).toHaveLength(1);
    }
  });

  it('costs one read at every later start, and asks for no accounts', async () => {
    await start();
    const [resources, accounts, activity] = [stores.resources, stores.accounts, stores.activity].map(
      counting,
    );
    if (!resources || !accounts || !activity) throw new TypeError('three containers');
    await rekey(
      { resources, accounts, activity },
      () => Promise.reject(new Error('asked')),
      fail,
      () => NOW,
    );
    expect([resources, activity].map((one) => one.spent().query)).toEqual([0, 0]);
    expect(accounts.spent()).toEqual({ read: 1, batch: 0, query: 0, count: 0 });
  });

  it('tells two resources whose names have become the same, and loses neither', async () => {
    const { resources } = stores;
    const first = await writtenBefore(resources, users.type, 'ΣΩΜΑΣ');
    const second = await writtenBefore(resources, users.type, 'ΣΩΜΑσ');
    await start();
    // The one whose key was right already has it.
    expect(collisions()).toEqual([
      expect.objectContaining({ account: ACCOUNT, attribute: 'userName', kept: second, other: first }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/σωμ/i);
    const store = resourceStore(resources);
    expect((await store.get(users, first, nothing))?.resource.userName).toBe('ΣΩΜΑΣ');
    expect(await found(resources, users, 'eq', 'σωμασ')).toEqual([second]);
    // What does not touch its name goes through.
    await setting(store, first, (user) => ({ ...user, title: 'Boss' }));
    await setting(store, first, (user) => ({ ...user, userName: 'Σωμας' }));
    expect(await found(resources, users, 'eq', 'σωμασ')).toEqual([second]);
    await setting(store, first, (user) => ({ ...user, userName: 'other' }));
    expect(await found(resources, users, 'eq', 'other')).toEqual([first]);
    const back = setting(store, first, (user) => ({ ...user, userName: 'σωμας' }));
    await expect(back).rejects.toMatchObject({ status: 409 });
    await store.delete(users, second, () => ({ log: [] }));
    await setting(store, first, (user) => ({ ...user, userName: 'σωμας' }));
    expect(await found(resources, users, 'eq', 'σωμασ')).toEqual([first]);
  });

  it('deletes the other one of two with its own reservation, not with that of the first', async () => {
    const { resources } = stores;
    const [other, kept] = [
      await writtenBefore(resources, groups.type, 'ΣΩΜΑΣ'),
      await writtenBefore(resources, groups.type, 'σωμασ'),
    ];
    await start();
    const store = resourceStore(resources);
    await store.delete(groups, other, () => ({ log: [] }));
    expect(await found(resources, groups, 'eq', 'σωμασ')).toEqual([kept]);
    await expect(createGroup(store, 'ΣΩΜΑΣ')).rejects.toMatchObject({ status: 409 });
    const reservations = (await documentsOf(resources)).filter(({ type }) => type === 'reservation');
    expect(reservations.map(({ owner }) => owner)).toEqual([kept]);
    const [tombstone] = (await documentsOf(resources)).filter(({ type }) => type === 'tombstone');
    expect(tombstone).not.toHaveProperty('reservation');
  });

  it('ends in the same state wherever a start is cut off, and when two run at once', async () => {
    const fill = async ({ resources, activity }: Stores) => {
      for (const name of ['ΠΑΥΛΟΣ', 'ΣΩΜΑΣ', 'σωμασ', 'ann'])
        await writtenBefore(resources, users.type, name);
      await writtenBefore(resources, groups.type, 'ΟΔΟΣ');
      for (const container of [resources, activity]) await loggedBefore(container, 'ΟΔΟΣ');
    };
    const shape = async ({ resources, activity, accounts }: Stores) => {
      const all = (await Promise.all([resources, activity].map(documentsOf))).flat();
      const named = new Map(all.map(({ id, r }) => [id.slice(2), (r as Resource | undefined)?.userName]));
      const rows = all.map(({ type, k, owner, reservation, ttl }) =>
        JSON.stringify([
          type,
          (k as Resource | undefined)?.userName,
          named.get(String(owner)),
          !!reservation,
          ttl,
        ]),
      );
      return [...rows.sort(), JSON.stringify(await accounts.read('accounts', 'keys'))];
    };
    await fill(stores);
    await start();
    const wanted = await shape(stores);
    for (let last = 0; ; last += 1) {
      stores = await open();
      await fill(stores);
      const resources = dyingAfter(stores.resources, last);
      const cut = await start({ ...stores, resources }).catch((error: unknown) => error);
      if (!resources.died()) break;
      expect(cut).toBeInstanceOf(StoreUnavailable);
      await Promise.all([start(), start()]);
      expect(await shape(stores)).toEqual(wanted);
    }
  });

  it('gives the name to the other one at a later time, when the first is gone', async () => {
    const { resources, accounts } = stores;
    const other = await writtenBefore(resources, users.type, 'ΣΩΜΑΣ');
    const kept = await writtenBefore(resources, users.type, 'ΣΩΜΑσ');
    await start();
    const store = resourceStore(resources);
    await store.delete(users, kept, () => ({ log: [] }));
    expect(await found(resources, users, 'eq', 'σωμασ')).toEqual([]);
    await accounts.batch('accounts', [{ kind: 'delete', id: 'keys' }]);
    await start();
    expect(await found(resources, users, 'eq', 'σωμασ')).toEqual([other]);
    expect(await resources.read(ACCOUNT, resourceDocumentId('User', other))).not.toHaveProperty(
      'reservation',
    );
  });

  it.each([1, 2])(
    'leaves alone what changes meanwhile, and looks at it again: before write %i',
    async (which) => {
      const { resources } = stores;
      const id = await writtenBefore(resources, users.type, 'ΠΑΥΛΟΣ');
      const store = resourceStore(resources);
      let batches = 0;
      const busy: DocumentStore = {
        read: resources.read.bind(resources),
        query: resources.query.bind(resources),
        count: resources.count.bind(resources),
        async batch(partition, operations) {
          batches += 1;
          if (batches === which) await rename();
          return resources.batch(partition, operations);
        },
      };
      // As the release before would do it, which may still run.
      const rename = async () => {
        const renamed = await setting(store, id, (user) => ({ ...user, title: 'Boss' }));
        const r = { ...renamed?.resource, userName: 'ΝΙΚΟΣ' };
        const set = {
          '/r': r,
          '/k': { ...searchKeysWithRetained(users.type, r), userName: foldedBefore('ΝΙΚΟΣ') },
        };
        const reservation = { id: reservationBefore(users.type, 'ΝΙΚΟΣ'), type: 'reservation', owner: id };
        const { ok } = await resources.batch(ACCOUNT, [
          { kind: 'patch', id: resourceDocumentId('User', id), set, increment: { '/revision': 1 }, when: {} },
          { kind: 'create', document: reservation },
          { kind: 'delete', id: reservationBefore(users.type, 'ΠΑΥΛΟΣ') },
        ]);
        expect(ok).toBe(true);
      };
      await start({ ...stores, resources: busy });
      const document = await resources.read(ACCOUNT, resourceDocumentId('User', id));
      if (which === 1) expect(document?.k).toMatchObject({ userName: 'νικοσ', title: 'boss' });
      expect(await found(resources, users, 'eq', 'παυλοσ')).toEqual([]);
      await createUser(store, 'ΠΑΥΛΟΣ');
      const owners = (await documentsOf(resources)).filter(
        ({ type, owner }) => type === 'reservation' && owner === id,
      );
      expect(owners).toHaveLength(1);
    },
  );

  it('an entry that has outlived its time goes, and stops nothing', async () => {
    // The entry gets one second more: it must not be over before the entry is looked at.
    const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
    try {
      const frozen = await open();
      await loggedBefore(frozen.resources, 'ΠΑΥΛΟΣ');
      await rekey(
        frozen,
        async () => keyed,
        () => undefined,
        () => NOW + 40 * DAY * 1000,
      );
      expect((await documentsOf(frozen.resources)).map(({ ttl }) => ttl)).toEqual([1]);
    } finally {
      clock.mockRestore();
    }
  });

  it('keeps the keys of values that a field of another type hides', async () => {
    const urn = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
    const { resources } = stores;
    const hidden = { [urn]: { costCenter: 'ΟΔΟΣ' } };
    const retyped: KeyedAccount = {
      id: ACCOUNT,
      types: resourceTypesOf({
        ...sampleAccount('reject'),
        fields: [{ id: 'costCenter', name: 'c', type: 'number', required: false }],
      }).slice(0, 1),
    };
    const id = await writtenBefore(resources, users.type, 'ann', hidden);
    const document = resourceDocumentId('User', id);
    for (const [before, after] of [
      ['οδος', 'οδοσ'],
      ['London', 'London'],
      ['2026-01-31T09:30:00.0000000Z', '2026-01-31T09:30:00.0000000Z'],
    ]) {
      const set = { [`/k/${urn}`]: { costCenter: String(before) } };
      expect((await resources.batch(ACCOUNT, [{ kind: 'patch', id: document, set, when: {} }])).ok).toBe(
        true,
      );
      const empty = await open();
      await rekey(
        { ...stores, accounts: empty.accounts },
        async () => [retyped],
        () => undefined,
        () => NOW,
      );
      expect((await resources.read(ACCOUNT, document))?.k).toMatchObject({ [urn]: { costCenter: after } });
    }
  });
});

const fail = (line: unknown) => {
  throw new TypeError(JSON.stringify(line));
};

describe('a data folder', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rekey-'));
  const settings = {
    role: 'all',
    publicBaseUrl: 'https://scim.example.test',
    store: { kind: 'sqlite', directory },
    secrets: { kind: 'file', file: join(directory, 'secrets.db') },
    manage: {},
  } as const;

  afterAll(() => rmSync(directory, { recursive: true }));

  it('is brought up to date by whoever opens it first, in words on stderr', async () => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { resources, accounts } = await openStores(settings);
    expect(said).not.toHaveBeenCalled();
    await accountStore(accounts, Date.now).ensure(sampleAccount('reject'));
    const id = await writtenBefore(resources, users.type, 'ΠΑΥΛΟΣ');
    await accounts.batch('accounts', [{ kind: 'delete', id: 'keys' }]);
    const again = await openStores(settings);
    expect(await found(again.resources, users, 'eq', 'παυλοσ')).toEqual([id]);
    expect(said.mock.calls.map(([line]) => JSON.parse(String(line)))).toMatchObject([
      { event: 'storage.rekeying', account: ACCOUNT },
      { event: 'storage.rekeyed', resources: 1, reservations: 1 },
    ]);
    said.mockClear();
    await openStores(settings);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });
});
