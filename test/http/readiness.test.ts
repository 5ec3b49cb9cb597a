import { readinessEndpoint } from '../../shared/http/readiness-endpoint.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

const request = { method: 'GET', url: new URL('https://x/readyz'), header: () => undefined, body: undefined };

describe.each(STORES)('/readyz on %s', (_name, open) => {
  it('says that store and vault answer, to anybody', async () => {
    const service = await openService({}, await open());
    const answer = await service.call('GET', '/readyz', undefined, { authorization: '' });
    expect([answer.status, answer.json]).toEqual([200, { status: 'ok', store: 'ok', vault: 'ok' }]);
  });
});

it('says which of them does not, with 503, and asks again after 10 seconds', async () => {
  let time = 0;
  let asked = 0;
  let isUp = false;
  const vault = async () => {
    asked += 1;
    if (!isUp) throw new StoreUnavailable('Key Vault: get failed, 503');
  };
  const endpoint = readinessEndpoint({ store: async () => undefined, vault }, () => time);
  const first = await endpoint(request, () => {});
  expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
  expect(JSON.parse(String(first.body))).toEqual({
    status: 'unavailable',
    store: 'ok',
    vault: 'unavailable',
  });
  isUp = true;
  time = 9_999;
  expect((await endpoint(request, () => {})).status).toBe(503);
  expect(asked).toBe(1);
  time = 10_000;
  expect((await endpoint(request, () => {})).status).toBe(200);
});

it('does not wait for one that is silent', async () => {
  jest.useFakeTimers();
  const endpoint = readinessEndpoint({ store: () => new Promise(() => undefined) });
  const answering = endpoint(request, () => {});
  await jest.advanceTimersByTimeAsync(5_000);
  jest.useRealTimers();
  expect((await answering).status).toBe(503);
}, 10_000);
