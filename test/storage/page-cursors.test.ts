import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { pageCursors } from '../../shared/storage/resources/page-cursors.ts';
import { walkDocuments } from '../../shared/storage/resources/walk-documents.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { counting } from '../contract/counting.ts';
import { describePageCursors } from '../contract/page-cursors.ts';
import { documentsOf } from '../contract/population.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describePageCursors('The memory of one process', async (now) => {
  const cursors = pageCursors(now);
  return { connect: () => cursors };
});

describePageCursors('Walk documents in SQLite', async (now) => {
  const documents = openSqlite(':memory:', 'activity', { now });
  return { connect: () => walkDocuments(documents, now) };
});

describePageCursors('Walk documents in Cosmos DB, each page by another instance', async (now) => {
  const { connect } = await connectedDouble({ now });
  return { connect: () => walkDocuments(connect({ container: 'activity' }), now) };
});

describe('The walk document', () => {
  const START = Date.UTC(2026, 0, 1);
  const walk = (number: number, accountId = 'AcDemo') => ({
    accountId,
    key: String(number).padStart(43, '-'),
  });
  const pageBehind = (startIndex: number) => ({
    startIndex,
    cursor: { after: `u.${startIndex}`, totalResults: 1_000_000 },
  });

  it('costs nothing for one page, a write for the first of several, a read and a write for a further one', async () => {
    const documents = counting(openSqlite(':memory:', 'activity'));
    const cursors = walkDocuments(documents, Date.now);
    await (await cursors.open(walk(1), 1)).end();
    expect(documents.spent()).toEqual({ read: 0, batch: 0, query: 0, count: 0 });
    await (await cursors.open(walk(1), 1)).end(pageBehind(101));
    expect(documents.spent()).toMatchObject({ read: 0, batch: 1 });
    await (await cursors.open(walk(1), 101)).end(pageBehind(201));
    expect(documents.spent()).toMatchObject({ read: 1, batch: 1 });
    await (await cursors.open(walk(1), 201)).end();
    expect(documents.spent()).toMatchObject({ read: 1, batch: 1 });
  });

  it('stays small in a long walk of a fast client, and keeps those who wait', async () => {
    const documents = openSqlite(':memory:', 'activity');
    const cursors = walkDocuments(documents, Date.now);
    await (await cursors.open(walk(1), 1)).end(pageBehind(8));
    for (let startIndex = 1; startIndex <= 20_000; startIndex += 100)
      await (await cursors.open(walk(1), startIndex)).end(pageBehind(startIndex + 100));
    expect((await cursors.open(walk(1), 8)).cursor?.after).toBe('u.8');
    const [document, ...others] = await documentsOf(documents);
    expect(others).toEqual([]);
    expect(JSON.stringify(document).length).toBeLessThan(5_000);
  });

  it('is written for 60 new filters of an account in a minute, and lives for two minutes', async () => {
    let now = START;
    const documents = openSqlite(':memory:', 'activity', { now: () => now });
    const cursors = walkDocuments(documents, () => now);
    const begin = async (number: number, accountId?: string) =>
      (await cursors.open(walk(number, accountId), 1)).end(pageBehind(101));
    for (let number = 0; number < 70; number += 1) await begin(number);
    expect(await documentsOf(documents)).toHaveLength(60);
    await begin(1, 'AcOther');
    expect((await cursors.open(walk(1, 'AcOther'), 101)).cursor).toBeDefined();
    now += 60_000;
    await begin(70);
    expect(await documentsOf(documents)).toHaveLength(61);
    now += 121_000;
    expect(await documentsOf(documents)).toEqual([]);
  });

  it('keeps no filter and no name, and ignores what it does not know', async () => {
    const documents = openSqlite(':memory:', 'activity');
    const cursors = walkDocuments(documents, Date.now);
    const { key } = walk(1);
    const cursorsBefore = [
      null,
      'x',
      { startIndex: 101 },
      { startIndex: '101', after: 'u.1', isLast: false },
    ];
    const document = { id: `p.${key}`, type: 'walk', ttl: 120, revision: 7, cursors: cursorsBefore };
    await documents.batch('AcDemo', [{ kind: 'upsert', document }]);
    expect((await cursors.open(walk(1), 101)).cursor).toBeUndefined();
    await (await cursors.open(walk(1), 1)).end(pageBehind(101));
    const [written] = await documentsOf(documents);
    expect(written).toEqual({
      ...document,
      revision: 8,
      cursors: [
        {
          after: 'u.101',
          totalResults: 1_000_000,
          until: expect.any(Number),
          startIndex: 101,
          isLast: false,
        },
      ],
    });
  });

  const never = () => new Promise<never>(() => undefined);
  const refused = () => Promise.reject(new Error('out of order'));
  const broken = (read: DocumentStore['read'], batch: DocumentStore['batch']): DocumentStore => ({
    ...openSqlite(':memory:', 'activity'),
    read,
    batch,
  });

  it.each<readonly [string, DocumentStore, number]>([
    ['fails', broken(refused, refused), 250],
    ['does not answer', broken(never, never), 2_000],
    ['answers reads, and no writes', broken(async () => undefined, never), 2_000],
    [
      'always has another writer',
      broken(
        async () => undefined,
        async () => ({ ok: false, index: 0, reason: 'exists' }),
      ),
      600,
    ],
  ])('a page goes on at once when the container %s', async (_name, documents, atMost) => {
    const cursors = walkDocuments(documents, Date.now);
    const begin = performance.now();
    const page = await cursors.open(walk(1), 101);
    expect(page.cursor).toBeUndefined();
    await page.end(pageBehind(201));
    expect(performance.now() - begin).toBeLessThan(atMost);
  });

  it('a write that takes longer than a page waits goes on behind it', async () => {
    const inner = openSqlite(':memory:', 'activity');
    const slow = broken(inner.read, async (...asked) => {
      await sleep(350);
      return inner.batch(...asked);
    });
    await (await walkDocuments(slow, Date.now).open(walk(1), 1)).end(pageBehind(101));
    await sleep(200);
    expect((await walkDocuments(inner, Date.now).open(walk(1), 101)).cursor?.after).toBe('u.101');
  });
});
