/** The real client, as it is deployed, against an ingestion endpoint on this machine. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Envelope, INSTRUMENTATION_KEY, type Ingestion, openIngestion } from '../doubles/ingestion.ts';
import { requireBundle } from '../serve-process.ts';

const root = join(import.meta.dirname, '../..');
let ingestion: Ingestion;

beforeAll(requireBundle);
beforeEach(async () => {
  ingestion = await openIngestion();
});
afterEach(() => ingestion.close());

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['test/telemetry/client-process.ts', ...args], { cwd: root });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const [code] = await once(child, 'exit');
  expect([code, printed]).toEqual([0, '']);
}

const ofType = (type: string): Envelope[] => ingestion.envelopes.filter(({ data }) => data.baseType === type);

/** Metrics by name: dimensions without those of the SDK, sum and count. */
const metrics = () =>
  ofType('MetricData').map(({ data }) => {
    const { metrics: points, properties } = data.baseData as {
      metrics: { name: string; value: number; count: number }[];
      properties: Record<string, string>;
    };
    const { name = '', value = 0, count = 0 } = points[0] ?? {};
    return { name, value, count, ...properties };
  });

describe('what reaches Application Insights', () => {
  beforeEach(() => run(ingestion.connectionString));

  it('counts, durations and charges of calls; throttling; caches; quirks; idle accounts', () => {
    const cosmos = { target: 'Azure Cosmos DB', container: 'resources' };
    expect(metrics()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'scim.dependency.milliseconds',
          ...cosmos,
          operation: 'read',
          status: '200',
          value: 20,
          count: 2,
        }),
        expect.objectContaining({
          name: 'scim.cosmos.request_units',
          ...cosmos,
          operation: 'read',
          value: 3.5,
          count: 2,
        }),
        expect.objectContaining({
          name: 'scim.dependency.throttled',
          ...cosmos,
          operation: 'batch',
          status: '429',
          value: 1,
        }),
        expect.objectContaining({ name: 'scim.cache.lookups', cache: 'account', hit: 'true', value: 2 }),
        expect.objectContaining({ name: 'scim.cache.lookups', cache: 'token', hit: 'false', value: 1 }),
        expect.objectContaining({
          name: 'scim.quirks',
          quirk: 'op-in-capitals',
          account: 'AcDemo',
          value: 1,
        }),
        expect.objectContaining({ name: 'scim.account.idle_days', account: 'AcDemo', value: 3 }),
      ]),
    );
  });

  it('calls as dependencies in the trace of their request (W3C Trace Context), those that went well sampled', () => {
    const dependencies = ofType('RemoteDependencyData').map(({ tags, sampleRate, data }) => ({
      trace: tags['ai.operation.id'],
      parent: tags['ai.operation.parentId'],
      sampleRate,
      ...data.baseData,
    }));
    expect(dependencies).toEqual([
      expect.objectContaining({
        trace: '4bf92f3577b34da6a3ce929d0e0e4730',
        parent: '00f067aa0ba902b7',
        name: 'read resources',
        type: 'Azure Cosmos DB',
        success: true,
        sampleRate: 25,
        duration: '00:00:00.012',
      }),
      expect.objectContaining({ name: 'batch resources', success: false, sampleRate: 100 }),
      expect.objectContaining({ name: 'get', type: 'Azure Key Vault', success: false, sampleRate: 100 }),
    ]);
  });

  it('comes under the name of the app, to the key of the connection string, and nothing else comes', () => {
    expect(new Set(ingestion.envelopes.map(({ tags }) => tags['ai.cloud.role']))).toEqual(
      new Set(['scim-test']),
    );
    expect(new Set(ingestion.envelopes.map(({ iKey }) => iKey))).toEqual(new Set([INSTRUMENTATION_KEY]));
    expect(new Set(ingestion.envelopes.map(({ data }) => data.baseType))).toEqual(
      new Set(['MetricData', 'RemoteDependencyData']),
    );
    expect(new Set(ingestion.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([undefined]),
    );
  });
});

it('signs in with Entra ID where it has a credential', async () => {
  const connectionString = `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/`;
  await run(connectionString, ingestion.origin);
  expect(ingestion.envelopes.length).toBeGreaterThan(5);
  expect(new Set(ingestion.requests.map(({ authorization }) => authorization))).toEqual(
    new Set(['Bearer for https://monitor.azure.com/.default']),
  );
});
