/** The default consistency of the account: nothing is read or written where it is weaker than Session. */

import { connectStores } from '../../functions/runtime/open-stores.ts';
import { readSettings } from '../../functions/runtime/settings.ts';
import { createMissing } from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { noTelemetry } from '../../shared/telemetry/telemetry.ts';
import { type RunningDouble, startCosmosDouble } from '../doubles/cosmos/http-server.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

/** What a start looks up later on. */
const remarks: unknown[] = [];
afterAll(() => Promise.all(remarks));

/** What a process opens that meets this account; its tokens lie elsewhere. */
async function opened(running: RunningDouble) {
  await createMissing(cosmosClient(running), 'scim');
  running.double.take();
  const stores = await connectStores(
    readSettings({
      PUBLIC_BASE_URL: 'https://scim.example.com',
      STORE: 'cosmos',
      COSMOS_ENDPOINT: running.endpoint,
      COSMOS_DATABASE: 'scim',
      COSMOS_KEY: running.key,
    }),
    noTelemetry,
  );
  remarks.push(stores.differences);
  return stores;
}

describe('the default consistency of the account', () => {
  it.each(['Eventual', 'ConsistentPrefix'])('%s: 503, and the log names the setting', async (consistency) => {
    const running = await startCosmosDouble({ consistency });
    try {
      const { resources } = await opened(running);
      const service = await openService({}, { ...memoryStores(), resources });
      for (const method of ['GET', 'POST'] as const) {
        const body = method === 'POST' ? { schemas: [USER], userName: 'ann' } : undefined;
        const { status } = await service.call(method, '/Users', body);
        expect(status).toBe(503);
      }
      expect(JSON.stringify(service.lines)).toMatch(
        new RegExp(`default consistency of the account is ${consistency}.* Session`),
      );
      expect(running.double.take('batch')).toEqual([]);
    } finally {
      await running.close();
    }
  });

  it.each(['Session', 'BoundedStaleness', 'Strong'])(
    '%s: is asked for once, with the first request, and reads ask for it',
    async (consistency) => {
      const running = await startCosmosDouble({ consistency });
      try {
        const { activity } = await opened(running);
        for (const id of ['x.1', 'x.2']) expect(await activity.read('AcDemo', id)).toBeUndefined();
        const log = running.double.take('account', 'read');
        expect(log.filter(({ kind }) => kind === 'account')).toHaveLength(1);
        // The first read goes ahead; where it was asked for with too little, it is asked for again.
        const reads = log.filter(({ kind }) => kind === 'read').map((one) => one.consistency);
        const ahead = consistency === 'Session' ? [] : ['Session'];
        expect(reads).toEqual([...ahead, consistency, consistency]);
      } finally {
        await running.close();
      }
    },
  );

  it('is asked for behind the first read, whose answer waits for it', async () => {
    const asked: string[] = [];
    const running = await startCosmosDouble({ seen: ({ kind }) => asked.push(kind), latency: () => 20 });
    try {
      const { activity } = await opened(running);
      asked.length = 0;
      await activity.read('AcDemo', 'x.1').then(() => asked.push('answered'));
      expect(asked).toEqual(['read', 'account', 'answered']);
    } finally {
      await running.close();
    }
  });

  it('that is set right is noticed without a restart', async () => {
    let consistency = 'Eventual';
    const running = await startCosmosDouble({
      get consistency() {
        return consistency;
      },
    });
    try {
      const { activity } = await opened(running);
      await expect(activity.read('AcDemo', 'x.1')).rejects.toThrow(/Eventual/);
      consistency = 'Session';
      expect(await activity.read('AcDemo', 'x.1')).toBeUndefined();
    } finally {
      await running.close();
    }
  });
});

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
