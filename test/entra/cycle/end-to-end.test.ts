/** The main job: an Entra-shaped client against the served functions, on both stores, everything read back as sent. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCycle } from '../../../entra/cycle/cycle.ts';
import { startCosmosDouble } from '../../doubles/cosmos/index.ts';
import { STOPPED } from '../../platform.ts';
import { requireBundle, startServe } from '../../serve-process.ts';

beforeAll(requireBundle);

async function cycle(environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'cycle-'));
  const served = startServe({ PORT: '0', DATA_DIR: folder, ...environment });
  try {
    await served.ready();
    const connection = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
    return await runCycle({
      ...connection,
      users: 64,
      groups: 4,
      concurrency: 4,
      dialect: 'both',
      keep: false,
    });
  } finally {
    served.child.kill('SIGTERM');
    const code = await served.exit;
    rmSync(folder, { recursive: true });
    expect(code).toBe(STOPPED);
  }
}

const asSent = { failures: [], differences: [], fields: 9 };

describe('Entra: Test Connection, initial cycle and incremental cycle in both dialects', () => {
  it('on SQLite everything is stored as sent', async () => {
    expect(await cycle({})).toMatchObject(asSent);
  }, 60_000);

  let double: Awaited<ReturnType<typeof startCosmosDouble>>;
  beforeAll(async () => {
    double = await startCosmosDouble();
  });
  afterAll(() => double.close());

  it('on Cosmos DB everything is stored as sent', async () => {
    const { endpoint: COSMOS_ENDPOINT, key: COSMOS_KEY } = double;
    const cosmos = { STORE: 'cosmos', COSMOS_ENDPOINT, COSMOS_KEY, COSMOS_DATABASE: 'scim' };
    expect(await cycle(cosmos)).toMatchObject(asSent);
  }, 60_000);
});
