import type { Account } from '../../shared/accounts/account.ts';
import type { LogEntry } from '../../shared/provisioning-log/entry.ts';
import { logDocument } from '../../shared/storage/log/log-document.ts';
import { logStore, MAX_REFUSALS_PER_MINUTE } from '../../shared/storage/log/log-store.ts';
import { revocationStore } from '../../shared/storage/tokens/token-stores.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { sampleAccount } from '../sample-account.ts';
import { openService } from '../service.ts';
import { memoryStores, STORES } from '../stores.ts';

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
    stores,
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

  it.each([
    ['Ann "the boss"@x', 'ann "the'],
    ['ann\\o\\example@x', '\\o\\ex'],
    ['zoë.ünal@x', 'Ë.ÜN'],
    ['ann😀@x', '😀'],
    ['ann\u0001@x', '\u0001'],
  ])('finds %j by a part of it: %j', async (userName, part) => {
    const { service, query } = await opened();
    await service.call('POST', '/Users', { userName });
    await service.call('POST', '/Users', { userName: 'bea@x' });
    for (const subject of [userName, part])
      expect((await query({ subject })).entries).toMatchObject([{ name: userName }]);
  });

  it('has the status of the answer, whatever was asked for', async () => {
    const { service, query, pass } = await opened();
    const answered: [string, string, number][] = [];
    const call = async (method: string, path: string, body?: unknown) => {
      pass(1000);
      const answer = await service.call(method, path, body);
      answered.push([method, path, answer.status]);
      return answer;
    };
    const patch = (op: object) => ({ schemas: [PATCH], Operations: [{ op: 'replace', ...op }] });
    const user = `/Users/${idOf(await call('POST', '/Users?attributes=id', { userName: 'ann' }))}`;
    const group = `/Groups/${idOf(await call('POST', '/Groups', { displayName: 'G' }))}`;
    await call('PATCH', group, patch({ path: 'displayName', value: 'H' }));
    await call('PATCH', `${group}?attributes=displayName`, patch({ path: 'displayName', value: 'I' }));
    await call('PATCH', `${group}?excludedAttributes=members`, patch({ path: 'displayName', value: 'J' }));
    await call('PATCH', `${user}?attributes=id`, patch({ path: 'title', value: 'T' }));
    await call('PUT', group, { displayName: 'K' });
    await call('PUT', user, { title: 'no name' });
    await call('DELETE', group);
    await call('DELETE', `${user}?attributes=id`);
    const { entries } = await query();
    expect(entries.map(({ status }) => status).toReversed()).toEqual(answered.map(([, , status]) => status));
    expect(answered.map(([, , status]) => status)).toEqual([
      201, 201, 204, 200, 204, 200, 200, 400, 204, 204,
    ]);
  });

  it('tells a disabled user from a restored one, and keeps both names of what is renamed', async () => {
    const { service, query, pass, patch } = await opened();
    const id = idOf(
      await service.call('POST', '/Users', { userName: 'ann', displayName: 'Ann', active: true }),
    );
    const set = async (path: string, value: unknown) => {
      pass(1000);
      await patch(id, [{ op: 'replace', path, value }]);
    };
    await set('active', 'False');
    await set('active', false);
    await set('active', true);
    await set('userName', 'bea');
    await set('displayName', 'Bea');
    pass(1000);
    // Entra ID renames the users that it disables.
    await patch(id, [{ op: 'replace', value: { active: false, userName: 'x.bea' } }]);
    pass(1000);
    await service.call('DELETE', `/Users/${id}`);
    const { entries } = await query();
    expect(
      entries.map(({ event, outcome, attributes }) => [event, outcome, attributes]).toReversed(),
    ).toEqual([
      [
        'created',
        'success',
        [{ attribute: 'userName' }, { attribute: 'displayName' }, { attribute: 'active', after: true }],
      ],
      ['disabled', 'success', [{ attribute: 'active', before: true, after: false }]],
      [undefined, 'unchanged', []],
      ['restored', 'success', [{ attribute: 'active', before: false, after: true }]],
      ['renamed', 'success', [{ attribute: 'userName', before: 'ann', after: 'bea' }]],
      ['changed', 'success', [{ attribute: 'displayName' }]],
      [
        'disabled',
        'success',
        expect.arrayContaining([
          { attribute: 'active', before: true, after: false },
          { attribute: 'userName', before: 'bea', after: 'x.bea' },
        ]),
      ],
      ['deleted', 'success', []],
    ]);
  });

  it.each(['ann', 'bea'])('finds a renaming by either name: %s', async (subject) => {
    const { service, query, patch } = await opened();
    const id = idOf(await service.call('POST', '/Users', { userName: 'Ann@x' }));
    await patch(id, [{ op: 'replace', path: 'userName', value: 'Bea@x' }]);
    expect((await query({ subject })).entries).toContainEqual(
      expect.objectContaining({ event: 'renamed', name: 'Bea@x' }),
    );
  });

  it('of a group: renamed, members changed, or nothing, if the member was there already', async () => {
    const { service, query, pass } = await opened();
    const ann = idOf(await service.call('POST', '/Users', { userName: 'ann' }));
    const id = idOf(await service.call('POST', '/Groups', { displayName: 'G' }));
    const change = async (...Operations: unknown[]) => {
      pass(1000);
      await service.call('PATCH', `/Groups/${id}`, { schemas: [PATCH], Operations });
    };
    const add = { op: 'add', path: 'members', value: [{ value: ann }] };
    const rename = { op: 'replace', path: 'displayName', value: 'H' };
    await change(add);
    await change(add);
    await change(rename, { op: 'remove', path: 'members' });
    await change({ op: 'remove', path: 'members' });
    const entries = (await query({ subject: id })).entries.slice(0, 4).toReversed();
    expect(entries.map(({ event, outcome }) => [event, outcome])).toEqual([
      ['members-changed', 'success'],
      [undefined, 'unchanged'],
      ['renamed', 'success'],
      [undefined, 'unchanged'],
    ]);
    expect(entries[2]).toMatchObject({ attributes: [{ attribute: 'displayName', before: 'G', after: 'H' }] });
  });

  it('says first that a user is still active, if the request that should have disabled it was refused', async () => {
    const { service, query, pass, patch } = await opened();
    const id = idOf(await service.call('POST', '/Users', { userName: 'ann', active: true }));
    const off = { op: 'Replace', path: 'active', value: 'False' };
    const bad = { op: 'replace', path: 'title', value: true };
    const requests = [
      () => patch(id, [off, bad]),
      () => service.call('PUT', `/Users/${id}`, { userName: 'ann', active: false, title: true }),
      () => service.call('PUT', `/Users/${id}`, { active: false }),
      () => patch(id, [off, { op: 'Move', path: 'title' }]),
      () => service.call('PATCH', `/Users/${id}`, { schemas: ['urn:x'], Operations: [off] }),
      () => patch(id, [bad]),
      () => patch(id, [off]),
      // Disabled already.
      () => patch(id, [off, bad]),
    ];
    for (const request of requests) {
      pass(1000);
      await request();
    }
    const entries = (await query({ outcome: 'refused' })).entries.toReversed();
    expect(entries.map(({ detail, code, field }) => [detail, code, field])).toEqual([
      [
        'The user is still active. title must be a string of well-formed Unicode without U+0000; got a boolean.',
        'wrong-value',
        'title',
      ],
      [
        'The user is still active. title must be a string of well-formed Unicode without U+0000; got a boolean.',
        'wrong-value',
        'title',
      ],
      ['The user is still active. userName is required: send a value for it.', 'required', 'userName'],
      [
        expect.stringMatching(/^The user is still active. Operations.1.: "op" must be/),
        'wrong-op',
        undefined,
      ],
      [expect.stringMatching(/^The user is still active. "schemas"/), 'schemas', undefined],
      [expect.stringMatching(/^title must be/), 'wrong-value', 'title'],
      [expect.stringMatching(/^title must be/), 'wrong-value', 'title'],
    ]);
    const marked = entries.map(({ leavesActive }) => leavesActive ?? false);
    expect(marked).toEqual([true, true, true, true, true, false, false]);
  });

  it('reads entries that were written before there were events and codes', async () => {
    const { stores, query } = await opened();
    const old: LogEntry = {
      id: 'e1',
      at: '2026-03-01T09:00:00.000Z',
      operation: 'create',
      resourceType: 'User',
      outcome: 'refused',
      status: 400,
      scimType: 'invalidValue',
      detail: '"…" is wrong.',
      attributes: [],
      quirks: [],
      ignored: [],
      correlationId: 'c1',
      tokenId: 't1',
    };
    await stores.activity.batch('AcDemo', [
      { kind: 'create', document: logDocument({ entry: old, days: 30 }) },
    ]);
    expect((await query()).entries).toEqual([old]);
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
          remedy: 'Send one of "Chennai", "London", or add the value to the options of the field.',
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

describe.each(STORES)('many members that leave at once: %s', (_name, open) => {
  it('at least 100 and more than half of the group: done, with a warning in the log', async () => {
    const stores = await open();
    let time = Date.parse('2026-03-01T10:00:00Z');
    const now = () => time;
    const service = await openService({}, stores, now);
    const made = Array.from({ length: 220 }, (_, index) =>
      service.call('POST', '/Users', { userName: `u${index}` }),
    );
    const members = (await Promise.all(made)).map((answer) => ({ value: idOf(answer) }));
    const group = idOf(await service.call('POST', '/Groups', { displayName: 'G', members }));
    const change = (op: string, value?: readonly object[]) => ({
      schemas: [PATCH],
      Operations: [{ op, path: 'members', ...(value ? { value } : {}) }],
    });
    const put = (some: readonly object[]) => ({ displayName: 'G', members: some });
    const warned: (string | undefined)[] = [];
    const entries = logStore(stores.resources, stores.activity, now);
    for (const [method, body] of [
      ['PATCH', change('replace', members.slice(110))],
      ['PATCH', change('replace', members.slice(0, 5))],
      ['PUT', put(members)],
      ['PUT', put(members.slice(1, 2))],
      ['PATCH', change('add', members.slice(0, 100))],
      ['PATCH', change('remove')],
      ['PATCH', change('add', members.slice(0, 99))],
      ['PATCH', change('replace', [])],
      ['PATCH', change('add', members.slice(0, 150))],
      ['PATCH', change('remove', members.slice(0, 120))],
    ] as const) {
      time += 1000;
      const { status } = await service.call(method, `/Groups/${group}`, body);
      expect(status).toBeLessThan(300);
      warned.push((await entries.query('AcDemo', { limit: 1 })).entries[0]?.warning);
    }
    const left = (share: string) =>
      expect.stringMatching(new RegExp(`^${share} members left the group at once\\.`));
    expect(warned).toEqual([
      // 110 of 220 are half of the group.
      undefined,
      left('110 of 110'),
      undefined,
      left('219 of 220'),
      undefined,
      left('100 of 100'),
      undefined,
      // 99 are few.
      undefined,
      undefined,
      // Named one by one: how many there were was not asked.
      undefined,
    ]);
  });
});
