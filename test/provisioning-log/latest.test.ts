/** What the log tells about one person: found by whole values, and by former names. */

import type { LogEntry } from '../../shared/provisioning-log/entry.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { STORES } from '../stores.ts';

const ANN = '019a0000-0000-7000-8000-000000000001';
const GROUP = '019a0000-0000-7000-8000-000000000002';

const entry = (minute: number, more: Partial<LogEntry>): LogEntry => ({
  id: `e${minute}`,
  at: `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
  operation: 'modify',
  outcome: 'success',
  status: 200,
  attributes: [],
  quirks: [],
  ignored: [],
  correlationId: `c${minute}`,
  tokenId: 't',
  ...more,
});

const whom = (more: object) => ({ ids: [], names: [], externalIds: [], ...more });

describe.each(STORES)('the newest entries about one person on %s', (_, open) => {
  async function opened() {
    const stores = await open();
    const log = logStore(stores.resources, stores.activity, () => Date.parse('2026-03-01T11:00:00Z'));
    const changes = [
      { entry: entry(1, { resourceId: ANN, name: 'Ann@x', externalId: 'o1' }), days: 30 },
      {
        entry: entry(2, { resourceId: ANN, name: 'Bea@x', externalId: 'o1' }),
        days: 30,
        formerName: 'Ann@x',
      },
      {
        entry: entry(3, { resourceId: GROUP, members: { added: 1, removed: 0, cleared: false, ids: [ANN] } }),
        days: 30,
      },
      { entry: entry(5, { resourceId: 'else', name: 'joann@x' }), days: 30 },
    ];
    for (const change of changes)
      await stores.resources.batch('AcDemo', [{ kind: 'create', document: logDocument(change) }]);
    await log.refuse(
      'AcDemo',
      entry(4, { operation: 'create', outcome: 'refused', name: 'ANN@x', externalId: 'o2' }),
      30,
    );
    return log;
  }

  it.each<readonly [string, object, readonly string[]]>([
    ['an id', { ids: [ANN] }, ['e2', 'e1']],
    ['a name without regard to case, a former one too', { names: ['ann@X'] }, ['e4', 'e2', 'e1']],
    ['a part of a name', { names: ['ann'] }, []],
    ['an externalId', { externalIds: ['o2'] }, ['e4']],
    ['any of them', { ids: [ANN], externalIds: ['o2'] }, ['e4', 'e2', 'e1']],
  ])('by %s', async (_by, more, ids) => {
    const found = await (await opened()).latest('AcDemo', 10, whom(more));
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('of everyone, as many as are asked for', async () => {
    const found = await (await opened()).latest('AcDemo', 2);
    expect(found.map(({ id }) => id)).toEqual(['e5', 'e4']);
  });
});
