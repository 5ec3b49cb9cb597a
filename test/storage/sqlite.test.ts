import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../shared/scim/json.ts';
import { openSqlite, type SqliteOptions } from '../../shared/storage/sqlite/sqlite-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import {
  create,
  equal,
  everything,
  idsOf,
  keep,
  PARTITION,
  user,
} from '../contract/document-store/opened.ts';
import { describeDocumentStore } from '../contract/document-store.ts';
import { OWNER_ONLY } from '../platform.ts';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(directory, 'scim.db');
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Runs `work` on a store of the file. */
async function using<Result>(
  work: (store: ReturnType<typeof openSqlite>) => Promise<Result>,
  options?: SqliteOptions,
): Promise<Result> {
  const store = openSqlite(file, 'resources', options);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

describeDocumentStore(
  'SQLite',
  async (options) => {
    const store = openSqlite(':memory:', 'resources', options);
    return { store, close: () => store.close() };
  },
  { skip: [{ reason: 'in memory; see the file below', titles: ['a document outlives a restart'] }] },
);

describe('the file', () => {
  it('and those beside it are readable by the owner only (0600)', async () => {
    await using(async (store) => {
      await keep(store, [user('u.1')]);
      const names = readdirSync(directory);
      expect(names.toSorted()).toEqual(['scim.db', 'scim.db-shm', 'scim.db-wal']);
      for (const name of names) expect(statSync(join(directory, name)).mode & 0o777).toBe(OWNER_ONLY);
    });
    expect(readdirSync(directory)).toEqual(['scim.db']);
  });

  it('keeps documents and counts over a restart', async () => {
    const document = user('u.1', { k: { externalId: 'x' } });
    await using((store) => keep(store, [document, user('u.2')]));
    await using(async (store) => {
      expect(await store.read(PARTITION, 'u.1')).toEqual(document);
      expect(await idsOf(store, equal(['k', 'externalId'], 'x'))).toEqual(['u.1']);
      expect(await store.count(PARTITION, equal(['type'], 'user'))).toBe(2);
    });
  });

  it('holds several containers; closing one leaves the others open', async () => {
    const accounts = openSqlite(file, 'accounts');
    await using(async (store) => {
      await keep(store, [user('u.1'), user('u.2')]);
      await keep(accounts, [{ id: 'u.1', type: 'account' }]);
    });
    expect(await idsOf(accounts, everything)).toEqual(['u.1']);
    expect(await accounts.count(PARTITION, equal(['type'], 'user'))).toBe(0);
    accounts.close();
    expect(await using((store) => idsOf(store, everything))).toEqual(['u.1', 'u.2']);
  });

  it.each(['', 'Resources', 'a b', 'x; DROP TABLE resources'])('has no container named %j', (container) => {
    expect(() => openSqlite(file, container)).toThrow(TypeError);
  });

  it('that is no database is StoreUnavailable', () => {
    writeFileSync(
      file,
      'something else, and long enough to be looked at as a header of one hundred bytes'.repeat(9),
    );
    expect(() => openSqlite(file, 'resources')).toThrow(StoreUnavailable);
  });

  it('in a directory that is not there is told with its path', () => {
    expect(() => openSqlite(join(directory, 'nowhere', 'scim.db'), 'resources')).toThrow(/nowhere/);
  });
});

describe('while another connection writes', () => {
  let other: DatabaseSync;

  beforeEach(async () => {
    await using((store) => keep(store, [user('u.1')]));
    other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    other.exec(`UPDATE resources SET body = '{"id":"u.1","type":"user","revision":2}'`);
  });

  it('a batch is StoreUnavailable past the time-out, and certainly not done', async () => {
    await using(
      async (store) => {
        const write = store.batch(PARTITION, [create(user('u.2'))]);
        await expect(write).rejects.toMatchObject({ name: 'StoreUnavailable', ambiguous: false });
        other.exec('COMMIT');
        expect(await idsOf(store, everything)).toEqual(['u.1']);
        expect(await store.batch(PARTITION, [create(user('u.2'))])).toMatchObject({ ok: true });
      },
      { busyTimeout: 1 },
    );
    other.close();
  });

  it('reads do not wait and see what is committed', async () => {
    await using(async (store) => {
      expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1'));
      other.exec('COMMIT');
      expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1', { revision: 2 }));
    });
    other.close();
  });
});

describe('our own mistakes are TypeErrors, and nothing is kept', () => {
  const gone = { kind: 'delete', id: 'u.1' } as const;

  it.each([
    ['two operations on one document', [create(user('u.2')), gone, create(user('u.1'))]],
    ['an id that is no text', [create(user('u.\ud800'))]],
    ['an empty id', [create(user(''))]],
    ['a ttl of 0', [create({ ...user('u.2'), ttl: 0 })]],
    ['a ttl that is no whole number', [create({ ...user('u.2'), ttl: 1.5 })]],
    [
      'a patch that takes the type away',
      [create(user('u.2')), { kind: 'patch', id: 'u.1', remove: ['/type'], when: {} } as const],
    ],
  ])('%s', async (_title, operations) => {
    await using(async (store) => {
      await keep(store, [user('u.1')]);
      await expect(store.batch(PARTITION, operations)).rejects.toThrow(TypeError);
      expect(await store.query(PARTITION, { where: everything, limit: 10 })).toEqual([user('u.1')]);
    });
  });
});

describe('hostile documents', () => {
  const nested = (depth: number): Json => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  it.each(['r', 'k'])('nested too deeply below %s is refused; every query still works', async (name) => {
    await using(async (store) => {
      await keep(store, [user('u.1', { [name]: { deep: nested(500) } })]);
      await expect(
        store.batch(PARTITION, [create(user('u.2', { [name]: { deep: nested(1500) } }))]),
      ).rejects.toThrow();
      expect(await idsOf(store, equal(['memberType'], 'User'))).toEqual([]);
      expect(await idsOf(store, equal(['k', 'x'], 'y'))).toEqual([]);
      expect(await idsOf(store, everything)).toEqual(['u.1']);
    });
  });

  it('with text that is no Unicode is kept as it is', async () => {
    await using(async (store) => {
      const document = user('u.1', { r: { title: '\ud800' }, k: { title: '\ud800x', externalId: '\udc00' } });
      await keep(store, [document]);
      expect(await store.read(PARTITION, 'u.1')).toEqual(document);
      expect(await idsOf(store, equal(['k', 'externalId'], 'x'))).toEqual([]);
    });
  });
});

describe('documents past their time', () => {
  it('are removed from the file beside later batches, some at a time', async () => {
    let now = 0;
    await using(
      async (store) => {
        const logs = Array.from({ length: 50 }, (_, n) => ({ id: `l.${n}`, type: 'log', ttl: 1 }));
        await keep(store, logs);
        now += 1000;
        const reader = new DatabaseSync(file, { readOnly: true });
        const rows = reader.prepare(`SELECT count(*) AS n FROM resources_log`);
        const left = [rows.get()?.n];
        for (const id of ['u.1', 'u.2', 'u.3']) {
          await keep(store, [user(id)]);
          left.push(rows.get()?.n);
        }
        reader.close();
        expect(left).toEqual([50, 30, 10, 0]);
      },
      { now: () => now },
    );
  });
});
