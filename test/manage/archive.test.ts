import type { JsonObject } from '../../shared/scim/json.ts';
import { STORES } from '../stores.ts';
import { type Answer, openConsole } from './console.ts';

type Console = Awaited<ReturnType<typeof openConsole>>;

const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const ID = '0197f0a0-0000-7000-8000-000000000000';
const any = { 'if-match': '*' };

const recordsOf = ({ json }: Answer) => json.records as JsonObject[];

async function exported({ call }: Console, account = 'AcDemo', limit = 500): Promise<JsonObject[]> {
  const records: JsonObject[] = [];
  let cursor: unknown;
  do {
    const query: string = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await call('GET', `/accounts/${account}/export?limit=${limit}${query}`);
    expect(page.status).toBe(200);
    records.push(...recordsOf(page));
    cursor = page.json.nextCursor;
  } while (cursor !== undefined);
  return records;
}

const put = ({ call }: Console, records: readonly object[], account = 'AcCopy') =>
  call('POST', `/accounts/${account}/import`, { records });

/** What two exports of one state may differ in: when, of which account, and versions that new members gave groups. */
const comparable = (records: readonly JsonObject[]) =>
  records.map(({ exportedAt: _at, account, ...record }) => ({
    ...record,
    ...(record.record === 'group' ? { revision: 0 } : {}),
    ...(account ? { account: { ...(account as object), id: '' } } : {}),
  }));

const REMOTE = { id: 'Remote', name: 'Works remotely', type: 'yesNo', required: false };

describe.each(STORES)('the manage API on %s: export and import', (_, stores) => {
  let source: Console;
  let ids: Readonly<Record<'ann' | 'bob' | 'team', string>>;

  async function fieldsOf(change: (fields: readonly JsonObject[]) => readonly JsonObject[]) {
    const { fields } = (await source.call('GET', '/accounts/AcDemo/fields')).json;
    const body = { fields: change(fields as readonly JsonObject[]) };
    expect((await source.call('PUT', '/accounts/AcDemo/fields?confirm=true', body, any)).status).toBe(200);
  }

  /** Values of every kind of field; then one field is removed, one gets another type, one loses an option. */
  async function populate(): Promise<void> {
    const token = await source.issueScimToken();
    const post = async (name: 'users' | 'groups', path: string, body: string | object) => {
      const answer = await source.scim(name, 'POST', path, token, body);
      expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
      return String((JSON.parse(answer.text) as { id: string }).id);
    };
    const ann = await post(
      'users',
      '/Users',
      `{"userName":"Ann@Example.com","externalId":"e1","active":false,"title":"Boss","name":{"givenName":"Ann"},
        "emails":[{"value":"ann@example.com","type":"work","primary":true}],
        "${EXTENSION}":{"Employee_ID":"E1","Cost_Rate":12.50,"Salary":"12.50 EUR","Date_of_Joining":"2026-01-31",
          "Last_Review":"2026-01-31T09:30:00.1234567+05:30","Remote":false,"Office_Location":"London"}}`,
    );
    const bob = await post('users', '/Users', {
      userName: 'bob@example.com',
      [EXTENSION]: { Manager: { value: ann }, Employee_ID: 'Zwölf' },
    });
    const team = await post('groups', '/Groups', {
      displayName: 'Team',
      members: [{ value: ann }, { value: bob }],
    });
    ids = { ann, bob, team };
    await fieldsOf((fields) =>
      fields
        .filter(({ id }) => id !== 'Remote')
        .map((field) => {
          if (field.id === 'Employee_ID') return { ...field, type: 'number', required: true };
          return field.id === 'Office_Location' ? { ...field, options: ['Chennai'] } : field;
        }),
    );
  }

  beforeEach(async () => {
    source = await openConsole({ stores });
    await populate();
  });

  it('an export is the account, then users, groups and memberships, with values that are not shown now', async () => {
    const first = await source.call('GET', '/accounts/AcDemo/export');
    expect(first.json.totals).toEqual({ users: 2, groups: 1, memberships: 2 });
    const stamps = { created: expect.any(String), lastModified: expect.any(String), revision: 1 };
    expect(await exported(source)).toEqual([
      {
        record: 'account',
        format: 1,
        exportedAt: expect.any(String),
        account: expect.objectContaining({
          id: 'AcDemo',
          formerFields: [{ ...REMOTE, removedAt: expect.any(String) }],
        }),
      },
      {
        record: 'user',
        id: ids.ann,
        ...stamps,
        attributes: {
          userName: 'Ann@Example.com',
          externalId: 'e1',
          active: false,
          title: 'Boss',
          name: { givenName: 'Ann' },
          emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
        },
        fields: {
          Cost_Rate: '12.50',
          Salary: '12.50 EUR',
          Date_of_Joining: '2026-01-31',
          Last_Review: '2026-01-31T09:30:00.1234567+05:30',
          Office_Location: 'London',
        },
        kept: { Employee_ID: 'E1', Remote: false },
      },
      {
        record: 'user',
        id: ids.bob,
        ...stamps,
        attributes: { userName: 'bob@example.com' },
        fields: { Manager: { value: ids.ann } },
        kept: { Employee_ID: 'Zwölf' },
      },
      { record: 'group', id: ids.team, ...stamps, attributes: { displayName: 'Team' } },
      { record: 'membership', groupId: ids.team, memberId: ids.ann },
      { record: 'membership', groupId: ids.team, memberId: ids.bob },
    ]);
    expect(comparable(await exported(source, 'AcDemo', 1))).toEqual(comparable(await exported(source)));
  });

  it('an import makes the account and all of it, under another id if wanted; a second one changes nothing', async () => {
    const records = await exported(source);
    const target = await openConsole({ stores });
    expect((await put(target, records)).json).toEqual({ notes: [], created: 6, unchanged: 0, refused: [] });
    expect(comparable(await exported(target, 'AcCopy'))).toEqual(comparable(records));
    expect((await put(target, records)).json).toEqual({ notes: [], created: 0, unchanged: 6, refused: [] });
    const { json } = await target.call('GET', '/accounts/AcCopy/log?subject=ann');
    const imported = { operation: 'import', outcome: 'success', name: 'Ann@Example.com', tokenId: '' };
    expect(json.entries).toMatchObject([imported]);
    expect((json.entries as JsonObject[])[0]?.by).toBe('aaaaaaaa-0000-0000-0000-000000000001');
  });

  it('into the account that it came from brings back what was deleted, and its memberships', async () => {
    const records = await exported(source);
    const token = await source.issueScimToken();
    await source.scim('users', 'DELETE', `/Users/${ids.ann}`, token);
    expect((await put(source, records, 'AcDemo')).json).toEqual({
      notes: [],
      created: 2,
      unchanged: 4,
      refused: [],
    });
    const group = await source.scim('groups', 'GET', `/Groups/${ids.team}`, token);
    expect(group.text).toContain(ids.ann);
    await fieldsOf((fields) => [
      ...fields.map((field) => (field.id === 'Employee_ID' ? { ...field, type: 'text' } : field)),
      { id: 'Remote', name: 'Remote', type: 'yesNo', required: false },
    ]);
    const rows = (await source.call('GET', '/accounts/AcDemo/users?search=ann')).json.users;
    expect(rows).toMatchObject([{ fields: { Employee_ID: 'E1', Remote: false, Office_Location: 'London' } }]);
  });

  it('what stands there in another state, or under another id, stays, and the rest is put back', async () => {
    const records = await exported(source);
    const token = await source.issueScimToken();
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    const patch = { schemas, Operations: [{ op: 'replace', path: 'title', value: 'Other' }] };
    await source.scim('users', 'PATCH', `/Users/${ids.ann}`, token, patch);
    const { json } = await put(source, records, 'AcDemo');
    expect(json).toEqual({
      notes: [],
      created: 0,
      unchanged: 5,
      refused: [
        { index: 1, detail: expect.stringContaining(`user ${ids.ann} already exists in another state`) },
      ],
    });
    const twin = { ...records[1], id: ID };
    expect((await put(source, [twin], 'AcDemo')).json.refused).toEqual([
      { index: 0, detail: expect.stringContaining('userName of the user') },
    ]);
  });

  it('an account that lacks fields of the export: nothing is imported, and the fields are named', async () => {
    const records = await exported(source);
    const target = await openConsole({ stores });
    const { json } = await put(target, records, 'AcDemo');
    expect(json).toMatchObject({ created: 0, unchanged: 0, refused: [{ index: 0 }] });
    expect(JSON.stringify(json.refused)).toContain('Employee_ID as number, not text');
    expect(await exported(target)).toHaveLength(1);
  });

  it('an account record that cannot be read stops the rest of its request', async () => {
    const [account, ann] = await exported(source);
    const { json } = await put(source, [{ ...account, format: 2 }, ann ?? {}], 'AcFuture');
    expect(json).toMatchObject({ created: 0, notes: [expect.stringContaining('Nothing else')] });
    expect(json.refused).toEqual([{ index: 0, detail: expect.stringContaining('format must be 1') }]);
  });

  it('settings and options that differ stay, and are named; a former field that is missing is lacking', async () => {
    const [account = {}] = await exported(source);
    const { fields, ...rest } = account.account as unknown as JsonObject & { fields: JsonObject[] };
    const other = fields.map((field) => (field.id === 'Salary' ? { ...field, required: true } : field));
    const changed = { ...rest, log: { values: true, days: 7 }, fields: other };
    const { json } = await put(source, [{ ...account, account: changed }], 'AcDemo');
    expect(json).toMatchObject({ unchanged: 1, refused: [] });
    expect(json.notes).toEqual([
      expect.stringContaining('its setting log differs; it was left unchanged'),
      expect.stringContaining('its definition of field Salary differs; it was left unchanged'),
    ]);
    const former = [...(rest.formerFields as unknown as JsonObject[]), { id: 'Gone', type: 'text' }];
    const lacking = { ...account, account: { ...rest, fields, formerFields: former } };
    expect(JSON.stringify((await put(source, [lacking], 'AcDemo')).json.refused)).toContain(
      'Gone (text, removed)',
    );
  });

  it('the log says what was put back and by whom, with values only where the account keeps them', async () => {
    const records = await exported(source);
    const target = await openConsole({ stores });
    const entriesOf = async (account: string) =>
      (await target.call('GET', `/accounts/${account}/log`)).json.entries as JsonObject[];
    await put(target, records, 'AcQuiet');
    const quiet = await entriesOf('AcQuiet');
    expect(quiet).toHaveLength(4);
    expect(JSON.stringify(quiet)).not.toContain('Boss');
    expect(quiet.filter(({ members }) => members)).toEqual([
      expect.objectContaining({
        operation: 'import',
        name: 'Team',
        members: { added: 2, removed: 0, cleared: false, ids: [ids.ann, ids.bob] },
      }),
    ]);
    const [head = {}, ...rest] = records;
    const account = { ...(head.account as object), log: { values: true, days: 7 } };
    await put(target, [{ ...head, account }, ...rest], 'AcOpen');
    expect(JSON.stringify(await entriesOf('AcOpen'))).toContain('Boss');
    const { ttl } = (await target.documents('AcOpen')).find(({ type }) => type === 'log') ?? {};
    expect(ttl).toBe(7 * 24 * 3600);
  });

  it('only who is new is logged as added, and a membership given twice is one', async () => {
    const records = await exported(source);
    const target = await openConsole({ stores });
    const [one = {}, two = {}] = records.slice(-2);
    await put(target, records.slice(0, -1));
    const { json } = await put(target, [one, two, two, { ...two, memberId: ID }]);
    expect(json).toMatchObject({ created: 1, unchanged: 2, refused: [{ index: 3 }] });
    const { entries } = (await target.call('GET', `/accounts/AcCopy/log?subject=${ids.bob}`)).json;
    const added = (entries as JsonObject[]).flatMap(({ members }) => (members ? [members] : []));
    expect(added).toEqual([{ added: 1, removed: 0, cleared: false, ids: [ids.bob] }]);
  });

  it('many memberships of groups that are not there wait together, and are refused in their order', async () => {
    const records = Array.from({ length: 200 }, (_, index) => ({
      record: 'membership',
      groupId: ID.replace(/0{3}$/, String(100 + index)),
      memberId: ID,
    }));
    const started = performance.now();
    const { json } = await put(source, records, 'AcDemo');
    // One by one they would take 25 s.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect((json.refused as JsonObject[]).map(({ index }) => index)).toEqual(
      records.map((_, index) => index),
    );
  });

  it('an id of a resource of another type is refused', async () => {
    const records = await exported(source);
    const user = { ...records[1], id: ids.team, attributes: { userName: 'twin' } };
    const { json } = await put(source, [user], 'AcDemo');
    expect(json.refused).toEqual([{ index: 0, detail: expect.stringContaining('of another type') }]);
  });

  it('times are kept in UTC', async () => {
    const [, ann] = await exported(source);
    const user = { ...ann, id: ID, created: '2026-01-01T05:30:00+05:30', attributes: { userName: 'zone' } };
    await put(source, [user], 'AcDemo');
    expect((await exported(source)).find(({ id }) => id === ID)?.created).toBe('2026-01-01T00:00:00.000Z');
  });

  it('two account records: nothing is imported', async () => {
    const [account = {}] = await exported(source);
    const { json } = await put(source, [account, account], 'AcTwice');
    expect(json).toMatchObject({ created: 0, unchanged: 0, refused: [{ index: 1 }] });
    expect((await source.call('GET', '/accounts/AcTwice')).status).toBe(404);
  });

  it('an unknown account needs the account record first: 404', async () => {
    const [, ...rest] = await exported(source);
    expect((await put(source, rest)).status).toBe(404);
    expect((await source.call('GET', '/accounts/AcNone/export')).status).toBe(404);
  });

  describe('a record that cannot be put back is refused by name, and the others are put back', () => {
    const stamps = {
      revision: 1,
      created: '2026-01-01T00:00:00.000Z',
      lastModified: '2026-01-01T00:00:00.000Z',
    };
    const user = { record: 'user', id: ID, ...stamps, attributes: { userName: 'u' } };
    const group = { record: 'group', id: ID, ...stamps, attributes: { displayName: 'g' } };
    const member = { record: 'membership', groupId: ID, memberId: ID };

    it.each<[string, object, string]>([
      ['no record', { id: ID }, 'record must be one of account, user, group, membership'],
      ['another kind', { ...user, record: 'role' }, 'record must be one of'],
      ['an id that is none of ours', { ...user, id: 'ann' }, 'A UUID of version 7'],
      ['an id of another version', { ...user, id: ID.replace('-7', '-4') }, 'A UUID of version 7'],
      ['no version', { ...user, revision: undefined }, 'revision is missing'],
      ['a day for a time', { ...user, created: '2026-01-01' }, 'created must be a date-time such as'],
      ['a misspelt member', { ...user, field: {} }, 'field is not known here'],
      ['no userName', { ...user, attributes: { title: 'x' } }, 'attributes.userName is missing'],
      ['no displayName', { ...group, attributes: {} }, 'attributes.displayName is missing'],
      [
        'members inside',
        { ...group, attributes: { displayName: 'g', members: [] } },
        'members in records of their own',
      ],
      [
        'an unknown attribute',
        { ...user, attributes: { userName: 'u', colour: 'red' } },
        'colour is not known',
      ],
      [
        'an extension inside',
        { ...user, attributes: { userName: 'u', [EXTENSION]: {} } },
        'put values of Kissflow fields under fields',
      ],
      ['an unknown field', { ...user, fields: { Nope: 'x' } }, `${EXTENSION}:Nope is not known`],
      ['a value of the wrong type', { ...user, fields: { Cost_Rate: 'much' } }, 'Cost_Rate must be a number'],
      ['a kept value of no field', { ...user, kept: { Nope: 'x' } }, 'kept.Nope: the account has never had'],
      ['a kept number', { ...user, kept: { Remote: 7 } }, 'numbers are text here'],
      [
        'a value twice',
        { ...user, fields: { Manager: { value: 'x' } }, kept: { MANAGER: 'y' } },
        'is given twice, or under fields as well',
      ],
      ['a list for attributes', { ...user, attributes: [] }, 'attributes must be object'],
      [
        'a kept text that no store keeps',
        { ...user, kept: { Remote: 'x\u0000' } },
        'must be text, true, false',
      ],
      ['a kept value twice', { ...user, kept: { Remote: 'x', REMOTE: 'y' } }, 'is given twice'],
      ['a version beyond counting', { ...user, revision: 2 ** 31 }, 'revision must be <='],
      ['too much', { ...user, attributes: { userName: 'u', title: 'x'.repeat(810_000) } }, 'send less'],
      ['members of no group', { ...member, memberId: ID.replace(/0$/, '9') }, `There is no group ${ID}`],
    ])('%s', async (_title, record, detail) => {
      const sound = { ...user, id: ID.replace(/0$/, '1'), attributes: { userName: 'sound' } };
      const { status, json } = await put(source, [record, sound], 'AcDemo');
      expect([status, json]).toEqual([
        200,
        {
          notes: [],
          created: 1,
          unchanged: 0,
          refused: [expect.objectContaining({ index: 0, detail: expect.stringContaining(detail) })],
        },
      ]);
    });

    it('with what went wrong, where, and what to do, also for programs', async () => {
      const record = { ...user, attributes: { userName: 'u', title: 'x'.repeat(810_000), colour: 'red' } };
      const { json } = await put(source, [record], 'AcDemo');
      expect(json.refused).toEqual([
        {
          index: 0,
          code: 'unknown-attribute',
          field: 'colour',
          detail: expect.stringMatching(/^colour is not known in this account: define/),
          remedy: 'Define the field first, or take the value out of the record.',
        },
      ]);
    });

    it('a user that is there, in a group that is not', async () => {
      const nowhere = { ...member, memberId: ids.ann };
      expect((await put(source, [nowhere], 'AcDemo')).json).toEqual({
        notes: [],
        created: 0,
        unchanged: 0,
        refused: [{ index: 0, detail: expect.stringContaining(`There is no group ${ID}`) }],
      });
    });

    it('a member that is nobody, and a group in itself', async () => {
      const nobody = { ...member, groupId: ids.team };
      const itself = { ...member, groupId: ids.team, memberId: ids.team };
      const known = { ...member, groupId: ids.team, memberId: ids.ann };
      const { json } = await put(source, [nobody, itself, known], 'AcDemo');
      expect(json).toEqual({
        notes: [],
        created: 0,
        unchanged: 1,
        refused: [
          { index: 0, detail: expect.stringContaining(`no user or group ${ID}`) },
          { index: 1, detail: expect.stringContaining('cannot be a member of itself') },
        ],
      });
    });
  });

  it.each(['Viewer', 'IamAdmin'])('the role %s neither exports nor imports: 403', async (role) => {
    const authorization = `Bearer ${await source.entra.token({ roles: [role] })}`;
    const body = { records: [{ record: 'membership' }] };
    expect((await source.call('GET', '/accounts/AcDemo/export', undefined, { authorization })).status).toBe(
      403,
    );
    expect((await source.call('POST', '/accounts/AcDemo/import', body, { authorization })).status).toBe(403);
  });

  it('what is no list of records, or no place in an export: 400', async () => {
    for (const body of [{}, { records: [] }, { records: [1] }, { records: Array(501).fill({}) }]) {
      expect((await source.call('POST', '/accounts/AcDemo/import', body)).status).toBe(400);
    }
    for (const query of ['cursor=x', 'cursor=u.%00', 'limit=501', 'limit=0']) {
      expect((await source.call('GET', `/accounts/AcDemo/export?${query}`)).status).toBe(400);
    }
  });
});
