import { setTimeout as sleep } from 'node:timers/promises';
import { endpointsOf, servicesOn, tokensOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import { type Turns, turnsOf } from '../../shared/http/turns.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { sampleAccount } from '../sample-account.ts';
import { memoryStores } from '../stores.ts';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

interface Load {
  /** Requests that are under way. */
  running: number;
  most: number;
  readonly served: number[];
  readonly refused: number[];
}

/** @param duration of every request, in milliseconds */
function client(turns: Turns, account: string, duration: number) {
  const load: Load = { running: 0, most: 0, served: [], refused: [] };
  let sent = 0;
  const send = (count: number) => {
    for (let index = 0; index < count; index += 1) void one(sent++);
  };
  const one = async (number: number) => {
    const work = async () => {
      load.running += 1;
      load.most = Math.max(load.most, load.running);
      await new Promise((resolve) => setTimeout(resolve, duration));
      load.running -= 1;
    };
    try {
      await turns(account, work);
      load.served.push(number);
    } catch (error) {
      expect(error).toMatchObject({ throttled: true, retryAfter: 1 });
      load.refused.push(number);
    }
  };
  return { load, send };
}

it('16 requests of an account run at once; the rest follow in the order in which they came', async () => {
  const { load, send } = client(turnsOf(16), 'A', 100);
  send(100);
  await jest.advanceTimersByTimeAsync(90);
  expect(load.running).toBe(16);
  await jest.advanceTimersByTimeAsync(1000);
  expect(load).toMatchObject({ most: 16, refused: [] });
  expect(load.served).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

it('the requests of another account do not wait for them', async () => {
  const turns = turnsOf(16);
  const loud = client(turns, 'A', 1000);
  const quiet = client(turns, 'B', 10);
  loud.send(500);
  quiet.send(1);
  await jest.advanceTimersByTimeAsync(30);
  expect(quiet.load.served).toEqual([0]);
});

it('what is more than Microsoft asks for is refused after 5 seconds of waiting', async () => {
  const { load, send } = client(turnsOf(16), 'A', 20_000);
  send(200);
  await jest.advanceTimersByTimeAsync(4_900);
  expect(load.refused).toEqual([]);
  await jest.advanceTimersByTimeAsync(200);
  expect(load.refused).toHaveLength(100);
});

it('25 requests a second with a burst of 100 are never refused, however slow the store is', async () => {
  const { load, send } = client(turnsOf(16), 'A', 8_000);
  send(100);
  for (let second = 0; second < 60; second += 1) {
    await jest.advanceTimersByTimeAsync(1000);
    send(25);
  }
  await jest.advanceTimersByTimeAsync(30_000);
  expect(load.refused).toEqual([]);
  expect(load.served).toHaveLength(1600);
});

it('a failure gives the place to the next request', async () => {
  jest.useRealTimers();
  const turns = turnsOf(1);
  const failing = turns('A', () => Promise.reject(new Error('lost')));
  const next = turns('A', async () => 'served');
  await expect(failing).rejects.toThrow('lost');
  expect(await next).toBe('served');
});

it('the client is told with 429 and Retry-After (RFC 6585 §4)', async () => {
  const stores = memoryStores();
  const account = sampleAccount('reject');
  await accountStore(stores.accounts, Date.now).ensure(account);
  const { text } = await tokensOn(stores, Date.now).issue(account.id, { label: 'test', createdBy: 'a test' });
  const turns: Turns = async (id, work) => {
    // More than the promised burst.
    for (let index = 0; index < 100; index += 1) void full(id, () => new Promise(() => undefined));
    return full(id, work);
  };
  const full = turnsOf(1);
  const services = servicesOn(stores, 'https://scim.example.test', Date.now, undefined, undefined, turns);
  const request = new Request(`https://scim.example.test/scim/v2/${account.id}/Users`, {
    headers: { authorization: `Bearer ${text}` },
  });
  const answering = answerFetch(endpointsOf(services).resources('/Users'), request);
  await jest.advanceTimersByTimeAsync(6_000);
  const answer = await answering;
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
});

describe('a client that is slow to send a body', () => {
  const silent = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{');
    await new Promise(() => {});
  };

  async function stage() {
    jest.useRealTimers();
    const stores = memoryStores();
    const account = sampleAccount('reject');
    await accountStore(stores.accounts, Date.now).ensure(account);
    const { text } = await tokensOn(stores, Date.now).issue(account.id, {
      label: 'test',
      createdBy: 'a test',
    });
    const services = servicesOn(
      stores,
      'https://scim.example.test',
      Date.now,
      undefined,
      undefined,
      turnsOf(2),
    );
    const users = endpointsOf(services).resources('/Users');
    return (method: string, body?: AsyncIterable<Uint8Array>, more: Record<string, string> = {}) => {
      const headers: Record<string, string> = { authorization: `Bearer ${text}`, ...more };
      const url = new URL(`https://scim.example.test/scim/v2/${account.id}/Users`);
      return users({ method, url, header: (name) => headers[name], body }, () => {});
    };
  }

  it('holds no place of its account while it does not', async () => {
    const send = await stage();
    for (let index = 0; index < 5; index += 1) void send('POST', silent(), { 'content-length': '1000' });
    const late = sleep(2_000, 'late', { ref: false });
    expect(await Promise.race([send('GET'), late])).toMatchObject({ status: 200 });
  });

  it('is told of a body that broke off as before', async () => {
    const send = await stage();
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{');
      throw new Error('reset');
    };
    const answer = await send('POST', broken(), { 'content-length': '1000' });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('ended too early') });
  });

  it('is read as it was sent', async () => {
    const send = await stage();
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"userName":');
      yield Buffer.from('"ann@x.example"}');
    };
    expect(await send('POST', body(), { 'content-length': '28' })).toMatchObject({ status: 201 });
  });
});
