/** Deleting an account through the manage API: who confirms it, what is answered until it is done, and what the log says. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import { isObject, type JsonObject } from '../../shared/scim/json.ts';
import { FORGOTTEN_EVERYWHERE } from '../../shared/storage/accounts/account-deletion.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { STORES } from '../stores.ts';
import { ADMIN, openConsole } from './console.ts';

const START = Date.parse('2027-01-31T09:00:00Z');
const PATH = '/accounts/AcDemo';
const LOG = `${PATH}/administrators-log`;

const entriesIn = ({ json }: { readonly json: JsonObject }): JsonObject[] =>
  Array.isArray(json.entries) ? json.entries.filter(isObject) : [];

describe.each(STORES)('deleting an account on %s', (_, open) => {
  let stores: Stores;
  let time: number;
  let fault: boolean;
  /** The answer to the next write of `accounts` that begins so is lost. */
  let lost: string | undefined;
  let isCounting: boolean;
  let console: Awaited<ReturnType<typeof openConsole>>;
  const remove = (confirm = '?confirm=AcDemo') => console.call('DELETE', `${PATH}${confirm}`);

  beforeEach(async () => {
    stores = await open();
    time = START;
    fault = false;
    lost = undefined;
    isCounting = true;
    const { resources, accounts } = stores;
    console = await openConsole({
      stores: () => ({
        ...stores,
        resources: {
          read: (...asked) => resources.read(...asked),
          query: (...asked) => resources.query(...asked),
          count: async (...asked) => {
            if (!isCounting) throw new StoreUnavailable('down');
            return resources.count(...asked);
          },
          batch: async (...asked) => {
            if (fault) throw new StoreUnavailable('down');
            return resources.batch(...asked);
          },
        },
        accounts: {
          read: (...asked) => accounts.read(...asked),
          query: (...asked) => accounts.query(...asked),
          count: (...asked) => accounts.count(...asked),
          batch: async (partition, operations) => {
            const outcome = await accounts.batch(partition, operations);
            if (lost === undefined || !JSON.stringify(operations).includes(lost)) return outcome;
            lost = undefined;
            throw new StoreUnavailable('the answer was lost', { ambiguous: true });
          },
        },
      }),
      now: () => time,
    });
    const token = await console.issueScimToken();
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann' };
    expect((await console.scim('users', 'POST', '/Users', token, user)).status).toBe(201);
  });

  it.each(['', '?confirm=', '?confirm=acdemo', '?confirm=true', '?confirm=AcOther'])(
    'without its id typed again nothing is deleted: %j',
    async (confirm) => {
      const { status, json } = await remove(confirm);
      expect([status, json.code]).toEqual([409, 'needs-confirmation']);
      expect(json.detail).toContain('Nothing was deleted.');
      expect(json.remedy).toContain('repeat the request with ?confirm=AcDemo');
      expect((await console.call('GET', PATH)).status).toBe(200);
      expect(entriesIn(await console.call('GET', LOG))).toMatchObject([
        { operation: 'deleteAccount', outcome: 'refused' },
      ]);
    },
  );

  it('is under way until no instance writes any more, is repeated until it is done, and then 404', async () => {
    const first = await remove();
    expect([first.status, first.json]).toEqual([
      202,
      {
        account: 'AcDemo',
        since: '2027-01-31T09:00:00.000Z',
        isDone: false,
        documentsLeft: 0,
        endsAfter: '2027-01-31T09:03:00.000Z',
        kept: [
          expect.stringContaining("administrators' log"),
          expect.stringContaining('90 days'),
          expect.stringContaining('Backups'),
          expect.stringContaining('free pages'),
        ],
      },
    ]);
    time += 1000;
    expect(await remove()).toMatchObject({ status: 202, json: { since: first.json.since } });
    time = START + FORGOTTEN_EVERYWHERE;
    expect(await remove()).toMatchObject({ status: 200, json: { isDone: true, documentsLeft: 0 } });
    expect((await remove()).status).toBe(404);
  });

  it('the log has one entry of it, which is open until the end, and outlives the account', async () => {
    await remove();
    time += 1000;
    await remove();
    const entry = { operation: 'deleteAccount', by: ADMIN, at: '2027-01-31T09:00:00.000Z' };
    expect(entriesIn(await console.call('GET', LOG))).toEqual([
      expect.objectContaining({ ...entry, outcome: 'begun' }),
    ]);
    time = START + FORGOTTEN_EVERYWHERE;
    await remove();
    expect(entriesIn(await console.call('GET', LOG))).toEqual([
      expect.objectContaining({ ...entry, outcome: 'done', endedAt: '2027-01-31T09:03:00.000Z' }),
    ]);
  });

  it('meanwhile the account is not there, and its id is not free: the answer says what to do', async () => {
    await remove();
    for (const [method, path, body] of [
      ['GET', PATH],
      ['GET', `${PATH}/export`],
      ['GET', `${PATH}/users`],
      ['POST', `${PATH}/tokens`, { label: 'x' }],
    ] as const) {
      const { status, json } = await console.call(method, path, body);
      expect([status, json.detail]).toEqual([
        404,
        "The account AcDemo is being deleted, since 2027-01-31T09:00:00.000Z: its administrators' log says by whom.",
      ]);
    }
    expect((await console.call('GET', '/accounts')).json).toEqual({ accounts: [] });
    const create = () => console.call('POST', '/accounts', { id: 'AcDemo', name: 'Anew' });
    const { status, json } = await create();
    expect([status, json.code]).toEqual([409, 'account-leaving']);
    expect(json.detail).toContain('repeat the deletion until it is done');
    time = START + FORGOTTEN_EVERYWHERE;
    await remove();
    expect(await console.call('GET', PATH)).toMatchObject({
      status: 404,
      json: { detail: "The account AcDemo was deleted: its administrators' log says by whom." },
    });
    expect(await create()).toMatchObject({ status: 201, json: { id: 'AcDemo', name: 'Anew', fields: [] } });
    expect((await console.call('GET', `${PATH}/users`)).json).toMatchObject({ users: [] });
    // Who did what under this id, before and after.
    expect(entriesIn(await console.call('GET', LOG)).map(({ operation }) => operation)).toEqual([
      'createAccount',
      'deleteAccount',
    ]);
  });

  it('what fails is owed: the answer says how much is left, and the next request goes on', async () => {
    fault = true;
    const failed = await remove();
    expect(failed.status).toBe(202);
    expect(failed.json.documentsLeft).toBeGreaterThan(0);
    fault = false;
    expect((await remove()).json).toMatchObject({ documentsLeft: 0 });
    expect(entriesIn(await console.call('GET', LOG))).toMatchObject([{ outcome: 'begun' }]);
  });

  it.each([
    [
      'the answer to the beginning is lost',
      () => {
        lost = '/deletingSince';
      },
    ],
    [
      'what is left cannot be counted',
      () => {
        isCounting = false;
      },
    ],
  ])('where %s, the entry is open until the end all the same', async (_title, fail) => {
    fail();
    expect((await remove()).status).toBe(503);
    isCounting = true;
    expect(entriesIn(await console.call('GET', LOG))).toMatchObject([{ outcome: 'begun' }]);
    time = START + FORGOTTEN_EVERYWHERE;
    expect((await remove()).status).toBe(200);
    expect(entriesIn(await console.call('GET', LOG))).toMatchObject([{ outcome: 'done' }]);
  });

  it('of two requests at once one is the beginning, and neither entry stays open', async () => {
    const answers = await Promise.all([remove(), remove()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    time = START + FORGOTTEN_EVERYWHERE;
    await remove();
    const outcomes = entriesIn(await console.call('GET', LOG)).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['done']));
  });

  it('an account that is not there is unknown', async () => {
    expect((await console.call('DELETE', '/accounts/AcNone?confirm=AcNone')).status).toBe(404);
  });
});
