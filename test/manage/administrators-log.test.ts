/** The administrators' log: who changed what, when and from where, on both stores. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '../../functions/runtime/open-stores.ts';
import type { CallerCheck } from '../../shared/manage/callers/caller.ts';
import { keyCallers, newManageKey } from '../../shared/manage/callers/key-callers.ts';
import { DESCRIBED_METHODS, paths } from '../../shared/manage/contract/openapi-document.ts';
import { isObject, type JsonObject } from '../../shared/scim/json.ts';
import type { DocumentOperation } from '../../shared/storage/documents/document-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { STORES } from '../stores.ts';
import { ADMIN, openConsole } from './console.ts';

const START = Date.parse('2027-01-31T09:00:00Z');
const IF_MATCH = { 'if-match': '*' };
const LOG = '/accounts/AcDemo/administrators-log';

const entriesIn = ({ json }: { readonly json: JsonObject }): JsonObject[] =>
  Array.isArray(json.entries) ? json.entries.filter(isObject) : [];

const everything = (stores: Stores) =>
  stores.accounts.query('AcDemo', { where: { kind: 'and', terms: [] }, limit: 1000 });

describe.each(STORES)('the administrators’ log on %s', (_name, open) => {
  async function opened(callers?: readonly CallerCheck[]) {
    const stores = await open();
    let time = START;
    const now = () => time;
    /** What fails next: told the operations of a batch of `accounts`. */
    const fault: { failing?: (operations: readonly DocumentOperation[]) => boolean } = {};
    const accounts: Stores['accounts'] = {
      ...stores.accounts,
      read: (...asked) => stores.accounts.read(...asked),
      query: (...asked) => stores.accounts.query(...asked),
      count: (...asked) => stores.accounts.count(...asked),
      batch: async (partition, operations) => {
        if (fault.failing?.(operations)) throw new StoreUnavailable('down', { retryAfter: 1 });
        return stores.accounts.batch(partition, operations);
      },
    };
    const console = await openConsole({
      stores: () => ({ ...stores, accounts }),
      now,
      ...(callers ? { callers } : {}),
    });
    return {
      ...console,
      stores,
      fault,
      pass: (milliseconds: number) => {
        time += milliseconds;
      },
      entries: async (query = '') => entriesIn(await console.call('GET', `${LOG}${query}`)),
    };
  }

  it('an entry says who, when, from where, and the old and new value of what was changed', async () => {
    const { call, entra, entries } = await opened();
    const roles = ['IamAdmin'];
    const authorization = `Bearer ${await entra.token({ roles, name: 'Ann Admin' })}`;
    const change = { name: 'Renamed', log: { values: false, days: 7 } };
    const { headers } = await call('PATCH', '/accounts/AcDemo', change, { ...IF_MATCH, authorization });
    expect(await entries()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        at: '2027-01-31T09:00:00.000Z',
        operation: 'changeAccount',
        by: ADMIN,
        name: 'Ann Admin',
        from: 'manage-api',
        outcome: 'done',
        endedAt: '2027-01-31T09:00:00.000Z',
        status: 200,
        changes: [
          { setting: 'name', before: expect.any(String), after: 'Renamed' },
          { setting: 'log.days', before: 30, after: 7 },
        ],
        correlationId: headers.get('x-correlation-id'),
      },
    ]);
  });

  it.each<readonly [object, string | undefined]>([
    [{ name: 'Ann', preferred_username: 'ann@x.test' }, 'Ann'],
    [{ preferred_username: 'ann@x.test' }, 'ann@x.test'],
    [{ name: '', unique_name: 'ann@y.test' }, 'ann@y.test'],
    [{ app_displayname: 'Portal' }, 'Portal'],
    [{ name: 5 }, undefined],
  ])('a token with %j: the name is %s', async (claims, name) => {
    const { call, entra, entries } = await opened();
    const authorization = `Bearer ${await entra.token({ roles: ['SuperAdmin'], ...claims })}`;
    await call('POST', '/accounts/AcDemo/tokens', { label: 'x' }, { authorization });
    expect((await entries()).map((entry) => entry.name)).toEqual([name]);
  });

  it('names the fields that were added, changed and removed, each with what it was and is', async () => {
    const { call, entries } = await opened();
    const { json } = await call('GET', '/accounts/AcDemo/fields');
    const [first, second, ...others] = Array.isArray(json.fields) ? json.fields.filter(isObject) : [];
    const added = { id: 'addedField', name: 'Added', type: 'text', required: false };
    const fields = [{ ...second, name: 'Renamed' }, ...others, added];
    const { status } = await call('PUT', '/accounts/AcDemo/fields?confirm=true', { fields }, IF_MATCH);
    expect(status).toBe(200);
    const [entry] = await entries();
    expect(entry).toMatchObject({ operation: 'replaceFields', outcome: 'done' });
    expect(entry?.changes).toEqual(
      expect.arrayContaining([
        { setting: `fields.${first?.id}`, before: first },
        { setting: `fields.${second?.id}`, before: second, after: { ...second, name: 'Renamed' } },
        { setting: 'fields.addedField', after: added },
      ]),
    );
    expect(entry?.changes).toHaveLength(3);
  });

  it('an entry of a token has its id, label and expiry, and nothing in the log is a secret', async () => {
    const { call, entries, stores, pass } = await opened();
    const made = await call('POST', '/accounts/AcDemo/tokens', { label: 'Entra' });
    pass(1000);
    const id = String(made.json.tokenId);
    const rotated = await call('POST', `/accounts/AcDemo/tokens/${id}/rotate`, {});
    pass(1000);
    await call('DELETE', `/accounts/AcDemo/tokens/${id}`);
    expect(await entries()).toMatchObject([
      { operation: 'revokeToken', outcome: 'done', status: 204, tokenId: id },
      { operation: 'rotateToken', outcome: 'done', tokenId: id, newTokenId: rotated.json.tokenId },
      {
        operation: 'createToken',
        newTokenId: id,
        changes: [
          { setting: 'label', after: 'Entra' },
          { setting: 'expiresAt', after: made.json.expiresAt },
        ],
      },
    ]);
    const kept = JSON.stringify(await everything(stores));
    const secrets = await Promise.all(
      [made, rotated].map(({ json }) => stores.secrets.get(`scim-token-AcDemo-${json.tokenId}`)),
    );
    const hashes = secrets.map((secret) => String(JSON.parse(secret?.value ?? '{}').hash));
    for (const secret of [made.json.token, rotated.json.token, ...hashes]) {
      expect(String(secret).length).toBeGreaterThan(20);
      expect(kept).not.toContain(String(secret));
    }
  });

  it('an import says how many records came, and what the account is that it made', async () => {
    const { call } = await opened();
    const account = { id: 'AcNew', name: 'New', unsupportedAttributes: 'reject', fields: [] };
    const log = { values: false, days: 30 };
    const record = { record: 'account', version: 1, account: { ...account, log } };
    const { json } = await call('POST', '/accounts/AcNew/import', { records: [record] });
    const [entry] = entriesIn(await call('GET', '/accounts/AcNew/administrators-log'));
    expect(entry).toMatchObject({ operation: 'importAccount', outcome: 'done' });
    const created = { setting: 'records.created', after: json.created };
    expect(entry?.changes).toEqual(
      expect.arrayContaining([created, { setting: 'records.received', after: 1 }]),
    );
  });

  it('what was refused and what failed says so, with the kind of problem', async () => {
    const { call, entries, fault, pass } = await opened();
    await call('PATCH', '/accounts/AcDemo', { name: 'x' }, { 'if-match': '"99"' });
    pass(1000);
    await call('DELETE', '/accounts/AcDemo/tokens/0123456789abcdef');
    pass(1000);
    fault.failing = (operations) =>
      operations.some(({ kind, ...one }) => kind === 'patch' && 'id' in one && one.id === 'a.AcDemo');
    expect((await call('PATCH', '/accounts/AcDemo', { name: 'x' }, IF_MATCH)).status).toBe(503);
    expect(await entries()).toMatchObject([
      { operation: 'changeAccount', outcome: 'failed', status: 503, code: 'unavailable' },
      { operation: 'revokeToken', outcome: 'refused', status: 404, code: 'not-found' },
      { operation: 'changeAccount', outcome: 'refused', status: 412, code: 'changed-meanwhile' },
    ]);
  });

  it('without an entry nothing is done: 503, and the account is as before', async () => {
    const { call, entries, fault } = await opened();
    fault.failing = ([one]) => one?.kind === 'create' && one.document.type === 'administrators-log';
    const { status, headers } = await call('PATCH', '/accounts/AcDemo', { name: 'Changed' }, IF_MATCH);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect((await call('GET', '/accounts/AcDemo')).json.name).not.toBe('Changed');
    expect(await entries()).toEqual([]);
  });

  it('a change whose end cannot be written is done and answered; its entry shows as begun', async () => {
    const { call, entries, fault } = await opened();
    fault.failing = ([one]) => one?.kind === 'patch' && one.when.type === 'administrators-log';
    expect((await call('PATCH', '/accounts/AcDemo', { name: 'Changed' }, IF_MATCH)).status).toBe(200);
    const [entry] = await entries();
    expect(entry).toMatchObject({ operation: 'changeAccount', outcome: 'begun' });
    expect(entry).not.toHaveProperty('endedAt');
  });

  it('what does not reach an operation leaves no entry: no role, a faulty body, a read', async () => {
    const { call, entra, entries } = await opened();
    const authorization = `Bearer ${await entra.token({ roles: ['Viewer'] })}`;
    await call('POST', '/accounts/AcDemo/tokens', { label: 'x' }, { authorization });
    await call('POST', '/accounts/AcDemo/tokens', { unknown: 'x' });
    await call('GET', '/accounts/AcDemo');
    expect(await entries()).toEqual([]);
  });

  it('pages newest first, and filters by time and operation', async () => {
    const { call, entries, pass } = await opened();
    for (const minute of [0, 1, 2, 3, 4]) {
      if (minute % 2 === 0) await call('POST', '/accounts/AcDemo/tokens', { label: `of minute ${minute}` });
      else await call('PATCH', '/accounts/AcDemo', { name: `of minute ${minute}` }, IF_MATCH);
      pass(60_000);
    }
    const minutes = (list: readonly JsonObject[]) => list.map(({ at }) => Number(String(at).slice(14, 16)));
    expect(minutes(await entries())).toEqual([4, 3, 2, 1, 0]);
    expect(minutes(await entries('?operation=createToken'))).toEqual([4, 2, 0]);
    const day = '2027-01-31T09:0';
    expect(minutes(await entries(`?from=${day}1:00Z&to=${day}3:00Z`))).toEqual([2, 1]);
    expect(minutes(await entries(`?from=${day}4:00Z`))).toEqual([4]);
    expect(minutes(await entries(`?to=${day}0:00Z`))).toEqual([]);
    const walked: number[][] = [];
    for (let query: string | undefined = `?limit=2&from=${day}1:00Z`; query !== undefined; ) {
      const { json }: { json: JsonObject } = await call('GET', `${LOG}${query}`);
      walked.push(minutes(entriesIn({ json })));
      query =
        json.nextCursor === undefined ? undefined : `?limit=2&from=${day}1:00Z&cursor=${json.nextCursor}`;
    }
    expect(walked).toEqual([
      [4, 3],
      [2, 1],
    ]);
  });

  it('an operation that changes nothing is no filter: 400 that lists those that do', async () => {
    const { call } = await opened();
    const { status, json } = await call('GET', `${LOG}?operation=getLog`);
    expect([status, json.detail]).toEqual([
      400,
      expect.stringMatching(/operation must be one of .*changeAccount/),
    ]);
  });

  it('outlives its account, without a lifetime; an account that never was is not found', async () => {
    const { call, entries, stores } = await opened();
    await call('POST', '/accounts/AcDemo/tokens', { label: 'x' });
    await stores.accounts.batch('AcDemo', [{ kind: 'delete', id: 'a.AcDemo' }]);
    expect((await call('GET', '/accounts/AcDemo')).status).toBe(404);
    expect(await entries()).toMatchObject([{ operation: 'createToken' }]);
    expect(await entries('?operation=changeAccount')).toEqual([]);
    const kept = await everything(stores);
    expect(kept.filter(({ type }) => type === 'administrators-log').map(({ ttl }) => ttl)).toEqual([
      undefined,
    ]);
    for (const id of ['AcNever', '..x']) {
      expect((await call('GET', `/accounts/${id}/administrators-log`)).status).toBe(404);
    }
  });

  it('with the manage key it is the operating-system user of the service; on the machine that of the command', async () => {
    const key = newManageKey();
    const local: CallerCheck = async () => ({
      id: 'local',
      name: 'bob',
      role: 'SuperAdmin',
      from: 'command-line',
    });
    for (const [check, who] of [
      [keyCallers(async () => key, 'ann'), { by: 'manage-key', name: 'ann', from: 'manage-api' }],
      [local, { by: 'local', name: 'bob', from: 'command-line' }],
    ] as const) {
      const { call } = await opened([check]);
      const headers = { authorization: `Bearer ${key}` };
      await call('POST', '/accounts/AcDemo/tokens', { label: 'x' }, headers);
      expect(entriesIn(await call('GET', LOG, undefined, headers))).toMatchObject([who]);
    }
  });
});

describe('every operation of the OpenAPI document but GET', () => {
  /** What a Viewer may send stores nothing, nor does signing in. */
  const READING = ['checkConnection', 'mergeGraphSchema', 'signIn', 'signOut', 'createSignInCode'];

  const BODIES: Readonly<Record<string, object>> = {
    createAccount: { id: 'AcDemo', name: 'Taken' },
    changeAccount: { name: 'Changed' },
    replaceFields: { fields: [] },
    createToken: { label: 'x' },
    signIn: { code: 'unknown' },
    importAccount: { records: [{ record: 'membership' }] },
    mergeGraphSchema: JSON.parse(
      readFileSync(join(import.meta.dirname, '../fixtures/mapping-guide/graph-schema.json'), 'utf8'),
    ),
  };

  const operations = paths.flatMap(([template, item]) =>
    DESCRIBED_METHODS.flatMap((method) => {
      const described = item[method];
      const path = template.replace('{accountId}', 'AcDemo').replace('{tokenId}', '0123456789abcdef');
      if (!described || method === 'get') return [];
      return [
        { id: described.operationId, method: method.toUpperCase(), path, hasBody: !!described.requestBody },
      ];
    }),
  );

  it.each(operations)(
    '$id leaves an entry, unless it stores nothing',
    async ({ id, method, path, hasBody }) => {
      const { call } = await openConsole();
      const { status } = await call(method, path, hasBody ? (BODIES[id] ?? {}) : undefined, IF_MATCH);
      // Its body has the shape that is asked for: the operation was reached.
      expect(status).not.toBe(400);
      const entries = entriesIn(await call('GET', LOG));
      expect(entries.map(({ operation, outcome }) => [operation, outcome])).toEqual(
        READING.includes(id) ? [] : [[id, expect.stringMatching(/^(done|refused)$/)]],
      );
    },
  );

  it('an export leaves one entry, with how much it is, however many pages it has', async () => {
    const { call, issueScimToken, scim, documents } = await openConsole();
    const token = await issueScimToken();
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann' };
    expect((await scim('users', 'POST', '/Users', token, user)).status).toBe(201);
    let path = '/accounts/AcDemo/export?limit=1';
    for (let pages = 0; pages < 10; pages += 1) {
      const { status, json } = await call('GET', path);
      expect(status).toBe(200);
      if (json.nextCursor === undefined) break;
      path = `/accounts/AcDemo/export?limit=1&cursor=${json.nextCursor}`;
    }
    expect((await documents('AcDemo')).length).toBeGreaterThan(1);
    expect(path).toContain('cursor=');
    expect(entriesIn(await call('GET', `${LOG}?operation=exportAccount`))).toMatchObject([
      {
        operation: 'exportAccount',
        by: ADMIN,
        outcome: 'done',
        changes: [
          { setting: 'records.users', after: 1 },
          { setting: 'records.groups', after: 0 },
          { setting: 'records.memberships', after: 0 },
        ],
      },
    ]);
  });

  it('a dry run leaves none', async () => {
    const dry = paths.flatMap(([template, item]) =>
      DESCRIBED_METHODS.flatMap((method) => {
        const described = item[method];
        const isDry = described?.parameters?.some(({ name }) => name === 'dryRun');
        return described && isDry ? [{ method, template, id: described.operationId }] : [];
      }),
    );
    const { call } = await openConsole();
    for (const { method, template, id } of dry) {
      const path = template.replace('{accountId}', 'AcDemo').replace('{fieldId}', 'Department');
      await call(method.toUpperCase(), `${path}?dryRun=true`, BODIES[id], IF_MATCH);
    }
    expect(entriesIn(await call('GET', LOG))).toEqual([]);
  });
});
