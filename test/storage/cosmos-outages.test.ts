/**
 * However the store fails: the client has its answer before the deadline, nothing is half done, and the log says which
 * product failed, and how. Time comes from a fake clock, so silence costs none.
 */

import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { secretStore } from '../../shared/storage/tokens/token-stores.ts';
import { connectedDouble, type Fault, type LoggedRequest } from '../doubles/cosmos/index.ts';
import { type Answer, openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

// The fake clock moves the pauses, too.
jest.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) =>
    new Promise<void>((resolve) => setTimeout(() => resolve(), milliseconds)),
}));

/** Milliseconds that a request may take: less than the minute of a function. */
const DEADLINE = 25_000;

const status = (code: number, substatus?: number): Fault => ({
  kind: 'status',
  status: code,
  ...(substatus === undefined ? {} : { substatus }),
  ...(code === 429 ? { retryAfter: 400 } : {}),
});

/** What the log must say of each. */
const WAYS: readonly (readonly [name: string, fault: Fault, cause: RegExp, answer: number])[] = [
  ['silence', { kind: 'silence', work: 'undone' }, /TimeoutError/, 503],
  ['silence after the work', { kind: 'silence', work: 'done' }, /TimeoutError/, 503],
  ['a reset before the work', { kind: 'reset', work: 'undone' }, /ConnectionFailure \(.*ECONNRESET/, 503],
  ['a reset after the work', { kind: 'reset', work: 'done' }, /ConnectionFailure \(.*ECONNRESET/, 503],
  ['408', status(408), /408/, 503],
  // The SDK makes a 503 of the 410 of a query.
  ['410', status(410), /410|503/, 503],
  ['429', status(429), /429/, 429],
  ['449', status(449), /449/, 503],
  ['503', status(503), /503/, 503],
  ['404/1003, no such container', status(404, 1003), /404\/1003: .*COSMOS_DATABASE/, 503],
];

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations });

interface Call {
  readonly method: string;
  readonly path: (ids: Ids) => string;
  readonly body?: (ids: Ids) => object;
}
interface Ids {
  readonly user: string;
  readonly group: string;
}

const READS: readonly (readonly [name: string, call: Call])[] = [
  ['GET of a user', { method: 'GET', path: ({ user }) => `/Users/${user}` }],
  ['GET of a list', { method: 'GET', path: () => '/Users?filter=displayName co "a"' }],
  ['GET of a number', { method: 'GET', path: () => '/Users?count=0' }],
];
const WRITES: readonly (readonly [name: string, call: Call])[] = [
  [
    'POST',
    { method: 'POST', path: () => '/Users', body: () => ({ schemas: [USER], userName: 'new@example.com' }) },
  ],
  [
    'PUT',
    {
      method: 'PUT',
      path: ({ user }) => `/Users/${user}`,
      body: () => ({ schemas: [USER], userName: 'renamed@example.com' }),
    },
  ],
  [
    'PATCH of a user',
    {
      method: 'PATCH',
      path: ({ user }) => `/Users/${user}`,
      body: () => patch({ op: 'replace', path: 'userName', value: 'renamed@example.com' }),
    },
  ],
  [
    'PATCH of members',
    {
      method: 'PATCH',
      path: ({ group }) => `/Groups/${group}`,
      body: ({ user }) => patch({ op: 'add', path: 'members', value: [{ value: user }] }),
    },
  ],
  ['DELETE', { method: 'DELETE', path: ({ user }) => `/Users/${user}` }],
];

async function fixture() {
  let fault: (request: LoggedRequest) => Fault | undefined = () => undefined;
  const { connect } = await connectedDouble({ fault: (request) => fault(request) });
  const stores = {
    ...memoryStores(),
    secrets: secretStore(openSqlite(':memory:', 'secrets'), Date.now),
    resources: connect(),
  };
  const service = await openService({}, stores);
  const created = async (path: string, body: object) => {
    const { json } = await service.call('POST', path, body);
    return String(Object(json).id);
  };
  const ids = {
    user: await created('/Users', { schemas: [USER], userName: 'anna@example.com', displayName: 'Anna' }),
    group: await created('/Groups', { schemas: [GROUP], displayName: 'All' }),
  };
  const send = ({ method, path, body }: Call) => service.call(method, path(ids), body?.(ids));
  return {
    service,
    ids,
    send,
    fail: (choose: typeof fault) => {
      fault = choose;
    },
  };
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Lets the clock run until the answer is there. */
async function timed(sending: Promise<Answer>): Promise<{ answer: Answer; milliseconds: number }> {
  const started = performance.now();
  let isAnswered = false;
  const answered = sending.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) await jest.advanceTimersByTimeAsync(50);
  return { answer: await answered, milliseconds: performance.now() - started };
}

const namesIn = ({ json }: Answer): string[] =>
  Object(json).Resources.map((one: { userName: string }) => one.userName);

describe.each(WAYS)('%s', (_name, fault, cause, failed) => {
  it.each(READS)(
    'of every request: %s has its answer in time, and the log the cause',
    async (_name, call) => {
      const { service, send, fail } = await fixture();
      fail(() => fault);
      const { answer, milliseconds } = await timed(send(call));
      expect(answer.status).toBe(failed);
      expect(milliseconds).toBeLessThan(DEADLINE);
      expect(service.lines.at(-1)).toMatchObject({
        cause: expect.stringMatching(/^StoreUnavailable: Cosmos DB/),
      });
      expect(service.lines.at(-1)?.cause).toMatch(cause);
      fail(() => undefined);
      expect((await timed(send(call))).answer.status).toBe(200);
    },
  );

  describe.each([
    ['of every request', () => fault],
    ['of writes alone', ({ kind }: LoggedRequest) => (kind === 'batch' ? fault : undefined)],
  ] as const)('%s', (_scope, choose) => {
    it.each(WRITES)('%s has its answer in time, and the log the cause', async (_name, call) => {
      const { service, send, fail, ids } = await fixture();
      fail(choose);
      const { answer, milliseconds } = await timed(send(call));
      fail(() => undefined);
      expect(milliseconds).toBeLessThan(DEADLINE);
      if (answer.status >= 400) {
        expect(answer.status).toBe(failed);
        expect(service.lines.at(-1)).toMatchObject({
          cause: expect.stringMatching(/^StoreUnavailable: Cosmos DB/),
        });
        expect(service.lines.at(-1)?.cause).toMatch(cause);
      }
      // What is there is whole: whoever is listed has his name, is found by it, and keeps it from all others.
      const { answer: list } = await timed(service.call('GET', '/Users'));
      for (const name of namesIn(list)) {
        const filter = encodeURIComponent(`userName eq "${name}"`);
        expect(namesIn((await timed(service.call('GET', `/Users?filter=${filter}`))).answer)).toEqual([name]);
        const again = { schemas: [USER], userName: name };
        expect((await timed(service.call('POST', '/Users', again))).answer.status).toBe(409);
      }
      // Repeated, it succeeds, or finds that it has happened.
      const { answer: repeated } = await timed(send(call));
      expect([200, 201, 204, 409, 404]).toContain(repeated.status);
      const { answer: free } = await timed(service.call('GET', '/Groups'));
      expect(Object(free.json).Resources.map(({ id }: { id: string }) => id)).toEqual([ids.group]);
    });
  });
});

describe.each(WAYS)('%s, in the middle of a large change of members', (_name, fault) => {
  const MEMBERS = 300;

  function everyOtherWrite() {
    let writes = 0;
    return ({ kind }: LoggedRequest) => {
      if (kind === 'batch') writes += 1;
      return kind === 'batch' && writes % 2 === 1;
    };
  }

  /** So many batches are answered first. @param scope what fails from then on */
  async function interrupted(batches: number, scope: (request: LoggedRequest) => boolean) {
    const { service, ids, fail } = await fixture();
    const members: string[] = [];
    for (let n = 0; n < MEMBERS; n += 1) {
      const user = { schemas: [USER], userName: `member${n}@example.com` };
      members.push(String(Object((await service.call('POST', '/Users', user)).json).id));
    }
    let left = batches;
    fail((request) => {
      if (request.kind === 'batch') left -= 1;
      return left < 0 && scope(request) ? fault : undefined;
    });
    const add = patch({ op: 'add', path: 'members', value: members.map((value) => ({ value })) });
    const path = `/Groups/${ids.group}`;
    return { service, fail, path, write: () => service.call('PATCH', path, add) };
  }

  it.each([
    ['after its first batch, of every request', 1, () => true],
    ['after its third batch, of every request', 3, () => true],
    ['after its third batch, of writes alone', 3, ({ kind }: LoggedRequest) => kind === 'batch'],
    ['after its first batch, of every other write', 1, everyOtherWrite()],
  ] as const)(
    '%s: all answers come in time, and the change is finished later',
    async (_scope, batches, scope) => {
      const { service, fail, path, write } = await interrupted(batches, scope);
      const written = await timed(write());
      expect([204, 429, 503]).toContain(written.answer.status);
      expect(written.milliseconds).toBeLessThanOrEqual(DEADLINE + 50);
      // A reader finishes the change, or says that it cannot.
      const read = await timed(service.call('GET', path));
      expect([200, 429, 503]).toContain(read.answer.status);
      expect(read.milliseconds).toBeLessThanOrEqual(DEADLINE + 50);
      if (read.answer.status !== 200)
        expect(service.lines.at(-1)?.cause).toMatch(/^StoreUnavailable: Cosmos DB/);
      fail(() => undefined);
      const { answer } = await timed(service.call('GET', path));
      const found = Object(answer.json).members?.length;
      expect(found).toBe(written.answer.status === 204 || found ? MEMBERS : undefined);
    },
  );
});

describe.each(WAYS)(
  '%s, of a process that has just started and knows no account yet',
  (_name, fault, cause) => {
    async function cold(choose: (request: LoggedRequest) => boolean) {
      let isFailing = false;
      const { connect } = await connectedDouble({
        fault: (request) => (isFailing && choose(request) ? fault : undefined),
      });
      const service = await openService(
        {},
        {
          ...memoryStores(),
          resources: connect({ container: 'resources' }),
          accounts: connect({ container: 'accounts' }),
          activity: connect({ container: 'activity' }),
        },
      );
      isFailing = true;
      return service;
    }

    /** Answers in turn: the account is found, what comes then is not. */
    const notTheFirst = (answered: number) => () => {
      answered -= 1;
      return answered < 0;
    };

    it.each([
      ['at once', () => () => true],
      ['after one answer', () => notTheFirst(1)],
      ['after two answers', () => notTheFirst(2)],
      ['after three answers', () => notTheFirst(3)],
    ] as const)(
      '%s: reads and writes have their answer in time, and the log the cause',
      async (_when, choose) => {
        for (const [method, path, body] of [
          ['GET', '/Users?filter=displayName co "a"', undefined],
          ['POST', '/Users', { schemas: [USER], userName: 'new@example.com' }],
        ] as const) {
          const service = await cold(choose());
          const { answer, milliseconds } = await timed(service.call(method, path, body));
          expect(milliseconds).toBeLessThanOrEqual(DEADLINE + 50);
          if (answer.status < 400) continue;
          expect([429, 503]).toContain(answer.status);
          expect(service.lines.at(-1)?.cause).toMatch(/^StoreUnavailable: Cosmos DB/);
          expect(service.lines.at(-1)?.cause).toMatch(cause);
        }
      },
    );
  },
);

describe('A wrong name of the database', () => {
  it.each([...READS, ...WRITES])(
    '%s: 503 at once, and the log names the setting',
    async (_name, { method, path, body }) => {
      const { connect } = await connectedDouble();
      const service = await openService({}, { ...memoryStores(), resources: connect({ database: 'other' }) });
      const ids = {
        user: '0193b0a0-0000-7000-8000-000000000001',
        group: '0193b0a0-0000-7000-8000-000000000002',
      };
      const { answer, milliseconds } = await timed(service.call(method, path(ids), body?.(ids)));
      expect(answer.status).toBe(503);
      expect(milliseconds).toBeLessThan(1000);
      expect(service.lines.at(-1)?.cause).toMatch(
        /^StoreUnavailable: Cosmos DB: \w+ failed, 404.*COSMOS_DATABASE/,
      );
    },
  );
});
