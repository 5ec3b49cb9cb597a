import type { Account } from '../../shared/accounts/account.ts';
import { logStore, MAX_REFUSALS_PER_MINUTE } from '../../shared/storage/log-store.ts';
import { revocationStore } from '../../shared/storage/revocation-store.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { sampleAccount } from '../sample-account.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

async function opened(log = sampleAccount('reject').log, account: Partial<Account> = {}) {
  const stores = memoryStores();
  let time = Date.parse('2026-03-01T10:00:00Z');
  const now = () => time;
  const service = await openService({ ...account, log }, stores, now);
  const entries = logStore(stores.resources, stores.activity, now);
  return {
    service,
    query: (query: object = {}) => entries.query('AcDemo', { limit: 50, ...query }),
    revoke: (tokenId: string) =>
      revocationStore(stores.accounts).revoke('AcDemo', tokenId, {
        at: '2026-03-01T10:00:00Z',
        by: 'a test',
      }),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    patch: (id: string, operations: unknown[]) =>
      service.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations: operations }),
  };
}

const idOf = ({ json }: { json: unknown }): string => String((json as { id: string }).id);

describe('the provisioning log of an account', () => {
  it('holds every write, newest first: what was done, to whom, by which token, with which quirks', async () => {
    const { service, query, pass, patch } = await opened();
    const created = await service.call('POST', '/Users', { userName: 'Ann@x', title: 'Boss' });
    const id = idOf(created);
    pass(1000);
    await patch(id, [{ op: 'Replace', path: 'active', value: 'False' }]);
    pass(1000);
    await patch(id, [{ op: 'replace', path: 'title', value: 'Boss' }]);
    pass(1000);
    await service.call('DELETE', `/Users/${id}`);
    const { entries } = await query();
    expect(entries).toMatchObject([
      { operation: 'delete', outcome: 'success', status: 204, resourceId: id, name: 'Ann@x', attributes: [] },
      { operation: 'modify', outcome: 'unchanged', status: 200, name: 'Ann@x', attributes: [] },
      {
        operation: 'modify',
        outcome: 'success',
        at: '2026-03-01T10:00:01.000Z',
        attributes: [{ attribute: 'active' }],
        quirks: expect.arrayContaining(['op-case', 'text-boolean']),
        tokenId: service.token.split('_')[2],
      },
      {
        operation: 'create',
        outcome: 'success',
        status: 201,
        attributes: [{ attribute: 'userName' }, { attribute: 'title' }],
      },
    ]);
    expect(entries.at(-1)?.correlationId).toBe(created.headers.get('x-correlation-id'));
    // Values only where the account asks for them.
    expect(JSON.stringify(entries)).not.toContain('Boss');
  });

  it('keeps old and new values where the account opts in', async () => {
    const { service, query, patch } = await opened({ values: true, days: 30 });
    const id = idOf(await service.call('POST', '/Users', { userName: 'ann', title: 'A' }));
    await patch(id, [{ op: 'replace', path: 'title', value: 'B' }]);
    const { entries } = await query({ outcome: 'success' });
    expect(entries.find(({ operation }) => operation === 'modify')?.attributes).toEqual([
      { attribute: 'title', before: 'A', after: 'B' },
    ]);
  });

  it('has one entry for a membership change, whatever its size', async () => {
    const { service, query } = await opened();
    const ids = [];
    for (const name of ['a', 'b', 'c'])
      ids.push(idOf(await service.call('POST', '/Users', { userName: name })));
    const members = ids.map((value) => ({ value }));
    const group = idOf(await service.call('POST', '/Groups', { displayName: 'G', members }));
    const { entries } = await query({ subject: group });
    expect(entries).toMatchObject([
      { operation: 'create', members: { added: 3, removed: 0, cleared: false, ids } },
    ]);
  });

  it('answers why Ann was not provisioned', async () => {
    const { service, query } = await opened();
    await service.call('POST', '/Users', { userName: 'Ann@x', [ENTERPRISE]: { department: 'IT' } });
    await service.call('POST', '/Users', { userName: 'bea@x' });
    const { entries } = await query({ subject: 'ann' });
    expect(entries).toMatchObject([
      {
        operation: 'create',
        outcome: 'refused',
        status: 400,
        scimType: 'invalidValue',
        name: 'Ann@x',
        detail: expect.stringContaining(`delete the mapping with the target ${ENTERPRISE}:department`),
      },
    ]);
  });

  it('keeps the whole reason of a refusal, and beside it what went wrong, where, and what to do', async () => {
    const Office = {
      id: 'Office',
      name: 'Office',
      type: 'dropdown',
      options: ['Chennai', 'London'],
    } as const;
    const { service, query } = await opened(undefined, { fields: [{ ...Office, required: false }] });
    const urn = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
    await service.call('POST', '/Users', { userName: 'ann', [urn]: { Office: 'zoe@secret.example' } });
    await service.call('POST', '/Users', { title: 'Boss' });
    const { entries } = await query();
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          scimType: 'invalidValue',
          code: 'wrong-value',
          field: `${urn}:Office`,
          detail: `${urn}:Office must be one of "Chennai", "London"; got another value.`,
        }),
        expect.objectContaining({
          code: 'required',
          field: 'userName',
          detail: 'userName is required: send a value for it.',
          remedy: 'Send a value for it.',
        }),
      ]),
    );
  });

  it('a refused change of a known user is found by its name; a lookup that finds nothing is no refusal', async () => {
    const { service, query, patch } = await opened();
    const id = idOf(await service.call('POST', '/Users', { userName: 'ann' }));
    await patch(id, [{ op: 'replace', path: 'active', value: 'maybe' }]);
    await service.call('GET', '/Users/0190a000-0000-7000-8000-000000000001');
    await service.call('GET', '/Users?filter=nothing eq 1');
    const { entries } = await query({ outcome: 'refused' });
    expect(entries.map(({ operation, name, scimType }) => [operation, name, scimType]).sort()).toEqual([
      ['modify', 'ann', 'invalidValue'],
      ['read', undefined, 'invalidFilter'],
    ]);
  });

  it('pages, and filters by time', async () => {
    const { service, query, pass } = await opened();
    for (let index = 0; index < 7; index += 1) {
      await service.call('POST', '/Users', index % 2 ? { title: 'no name' } : { userName: `u${index}` });
      pass(60_000);
    }
    const times: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await query({ limit: 3, ...(cursor ? { cursor } : {}) });
      times.push(...page.entries.map(({ at }) => at.slice(14, 16)));
      cursor = page.nextCursor;
    } while (cursor);
    expect(times).toEqual(['06', '05', '04', '03', '02', '01', '00']);
    const { entries } = await query({ from: '2026-03-01T10:02:00.000Z', to: '2026-03-01T10:04:00.000Z' });
    expect(entries.map(({ at }) => at.slice(14, 16))).toEqual(['03', '02']);
  });

  it('refusals are capped per account and minute', async () => {
    const { service, query, pass } = await opened({ values: false, days: 2 });
    for (let index = 0; index < MAX_REFUSALS_PER_MINUTE + 5; index += 1)
      await service.call('POST', '/Users', {});
    expect((await query({ limit: 5000 })).entries).toHaveLength(MAX_REFUSALS_PER_MINUTE);
    pass(60_000);
    await service.call('POST', '/Users', {});
    expect((await query({ limit: 5000 })).entries).toHaveLength(MAX_REFUSALS_PER_MINUTE + 1);
  });

  it('says of which minutes it lacks refusals, whomever it is asked about', async () => {
    const { service, query, pass } = await opened();
    pass(30_000);
    for (let index = 0; index <= MAX_REFUSALS_PER_MINUTE; index += 1) {
      await service.call('POST', '/Users', { title: 'no name' });
    }
    await service.call('POST', '/Users', { userName: 'late', [ENTERPRISE]: { department: 'IT' } });
    pass(60_000);
    const incomplete = ['2026-03-01T10:00:00.000Z'];
    expect(await query({ subject: 'late' })).toEqual({ entries: [], nextCursor: undefined, incomplete });
    expect(await query({ limit: 1 })).toMatchObject({ incomplete });
    expect((await query({ from: '2026-03-01T10:01:00.000Z' })).incomplete).toBeUndefined();
  });

  it('a token that has expired or was revoked is named, as the reason why nobody is provisioned', async () => {
    const { service, query, pass, revoke } = await opened();
    const expired = await service.issueToken('AcDemo', new Date('2026-03-02T00:00:00Z'));
    const ended = await service.issueToken('AcDemo');
    await revoke(String(ended.split('_')[2]));
    pass(48 * 3600 * 1000);
    for (const token of [expired, ended]) {
      const authorization = `Bearer ${token}`;
      const { status } = await service.call('POST', '/Users', { userName: 'ann' }, { authorization });
      expect(status).toBe(401);
      pass(1000);
    }
    const entries = [expired, ended].map((token, index) => ({
      operation: 'create',
      outcome: 'refused',
      status: 401,
      tokenId: token.split('_')[2],
      detail: expect.stringContaining(index === 0 ? 'has expired: generate' : 'was revoked: generate'),
    }));
    expect((await query()).entries).toMatchObject(entries.toReversed());
    expect(service.lines.slice(-2)).toMatchObject(
      entries.map(({ tokenId }) => ({ status: 401, account: 'AcDemo', tokenId })),
    );
  });

  it('a token that was never issued leaves nothing in any log but its status', async () => {
    const { service, query } = await opened();
    const authorization = `Bearer ${formatToken(randomToken('AcDemo'))}`;
    await service.call('POST', '/Users', { userName: 'ann' }, { authorization });
    expect((await query()).entries).toEqual([]);
    expect(service.lines.at(-1)).not.toHaveProperty('account');
  });

  it.each([
    ['userName', { userName: 'ann', displayName: 'Ann', externalId: 'o1', title: true }, { name: 'ann' }],
    ['displayName, without a userName', { DisplayName: 'Ann', externalId: 'o1' }, { name: 'Ann' }],
    ['externalId', { externalId: 'o1' }, {}],
  ])('a refused user is found by its %s', async (_title, body, named) => {
    const { service, query } = await opened();
    await service.call('POST', '/Users', body);
    const [found] = (await query({ subject: 'o1' })).entries;
    expect(found).toMatchObject({ outcome: 'refused', externalId: 'o1', ...named });
    for (const name of Object.values(named)) expect((await query({ subject: name })).entries).toHaveLength(1);
  });

  it('a user is found by its externalId and in the changes of groups, which name the first 20 members', async () => {
    const { service, query } = await opened();
    const ids: string[] = [];
    for (let index = 0; index < 25; index += 1) {
      const user = { userName: `u${index}`, externalId: `o${index}` };
      ids.push(idOf(await service.call('POST', '/Users', user)));
    }
    const group = idOf(await service.call('POST', '/Groups', { displayName: 'G' }));
    const change = (op: string, some: readonly string[]) =>
      service.call('PATCH', `/Groups/${group}`, {
        schemas: [PATCH],
        Operations: [{ op, path: 'members', value: some.map((value) => ({ value })) }],
      });
    await change('add', ids);
    await change('remove', ids.slice(0, 1));
    const of = async (subject: string | undefined) =>
      (await query({ subject })).entries.map(({ operation, members }) => [operation, members]).sort();
    const removed = { added: 0, removed: 1, cleared: false, ids: ids.slice(0, 1) };
    const added = { added: 25, removed: 0, cleared: false, ids: ids.slice(0, 20) };
    expect(await of(ids[0])).toEqual(
      expect.arrayContaining([
        ['create', undefined],
        ['modify', added],
        ['modify', removed],
      ]),
    );
    expect(await of('o1')).toEqual([['create', undefined]]);
    expect(await of(ids[24])).toEqual([['create', undefined]]);
  });
});
