import { FIELD_TYPES } from '../../shared/kissflow/field.ts';
import { openapi } from '../../shared/manage/contract/openapi-document.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const DEMO = '/accounts/AcDemo';
const ann = {
  userName: 'ann@example.com',
  'urn:kissflow:scim:schemas:extension:AcDemo:2:User': { Employee_ID: 'E1' },
};
const any = { 'if-match': '*' };

describe.each(STORES)('the manage API on %s', (_, stores) => {
  describe('accounts', () => {
    it('are created, listed and read, with the Base URL to enter in Entra ID', async () => {
      const { call } = await openConsole({ stores });
      const created = await call('POST', '/accounts', { id: 'AcTwo', name: 'Two' });
      expect([created.status, created.headers.get('etag'), created.headers.get('location')]).toEqual([
        201,
        '"1"',
        'https://scim.example.test/manage/v1/accounts/AcTwo',
      ]);
      const account = {
        id: 'AcTwo',
        name: 'Two',
        unsupportedAttributes: 'reject',
        log: { values: false, days: 30 },
        version: 1,
        baseUrl: 'https://scim.example.test/scim/v2/AcTwo',
      };
      expect((await call('GET', '/accounts/AcTwo')).json).toEqual({ ...account, fields: [] });
      expect((await call('GET', '/accounts')).json).toMatchObject({ accounts: [{ id: 'AcDemo' }, account] });
    });

    it('an id that is taken in any case: 409', async () => {
      const { call } = await openConsole({ stores });
      const { status, json } = await call('POST', '/accounts', { id: 'ACDEMO', name: 'Other' });
      expect([status, json.type]).toEqual([409, 'urn:kissflow:scim:problem:account-exists']);
    });

    it.each(['AcNone', 'acdemo', 'a', '%00', '..%2F..', '__proto__', '%'])(
      'no account %j: 404',
      async (id) => {
        const { call } = await openConsole({ stores });
        for (const path of ['', '/fields', '/tokens', '/mapping-guide', '/users', '/groups', '/log']) {
          expect((await call('GET', `/accounts/${id}${path}`)).status).toBe(404);
        }
      },
    );

    it('settings change under the version that was read (RFC 9110 §13.1.1)', async () => {
      const { call } = await openConsole({ stores });
      const read = await call('GET', DEMO);
      const tag = String(read.headers.get('etag'));
      const change = { name: 'Renamed', log: { values: true, days: 7 } };
      const changed = await call('PATCH', DEMO, change, { 'if-match': tag });
      expect(changed).toMatchObject({
        status: 200,
        json: { ...change, unsupportedAttributes: 'reject', version: 2 },
      });
      expect(changed.headers.get('etag')).toBe('"2"');
      expect((await call('PATCH', DEMO, { name: 'Late' }, { 'if-match': tag })).status).toBe(412);
      for (const odd of ['x', '"x"', '1', '2', 'W/2', '"1", "x"']) {
        expect((await call('PATCH', DEMO, { name: 'Odd' }, { 'if-match': odd })).status).toBe(412);
      }
      expect((await call('PATCH', DEMO, { name: 'Listed' }, { 'if-match': '"9", W/"2"' })).status).toBe(200);
      expect((await call('PATCH', DEMO, change, { 'if-match': '"3"' })).status).toBe(200);
      expect((await call('PATCH', DEMO, { name: 'Blind' })).status).toBe(428);
      expect((await call('GET', DEMO)).json.name).toBe('Renamed');
      expect((await call('PATCH', DEMO, { name: 'Zipped' }, { 'if-match': 'W/"4"' })).status).toBe(200);
      expect((await call('PATCH', DEMO, { name: 'Forced' }, any)).json.name).toBe('Forced');
    });

    it('`*` overwrites whatever others change at the same time', async () => {
      const { call } = await openConsole({ stores });
      const names = ['A', 'B', 'C', 'D'];
      const changed = await Promise.all(names.map((name) => call('PATCH', DEMO, { name }, any)));
      expect(changed.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const fields = names.map((id) => [field(id)]);
      const put = (list: object) => call('PUT', `${DEMO}/fields?confirm=true`, { fields: list }, any);
      const replaced = await Promise.all(fields.map(put));
      expect(replaced.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect((await call('GET', DEMO)).json.version).toBe(9);
    });

    it.each([
      ['unknown property', { id: 'AcX', name: 'X', colour: 'red' }, '/colour', 'colour is not known here'],
      [
        '__proto__',
        '{"id":"AcX","name":"X","__proto__":{"a":1}}',
        '/__proto__',
        '__proto__ is not known here',
      ],
      ['missing name', { id: 'AcX' }, '/name', 'name is missing.'],
      ['id of the wrong shape', { id: 'Ac-X', name: 'X' }, '/id', '2 to 40 letters and digits'],
      ['name too long', { id: 'AcX', name: 'x'.repeat(101) }, '/name', '100 characters'],
      ['blank name', { id: 'AcX', name: ' ' }, '/name', '100 characters'],
      [
        'days of the wrong type',
        { id: 'AcX', name: 'X', log: { values: true, days: '30' } },
        '/log/days',
        'integer',
      ],
      [
        'a policy that is none',
        { id: 'AcX', name: 'X', unsupportedAttributes: 'keep' },
        '/unsupportedAttributes',
        'reject, ignore',
      ],
      [
        'a field of no type',
        { id: 'AcX', name: 'X', fields: [{ id: 'A', name: 'A', type: 'colour', required: false }] },
        '/fields/0/type',
        'dropdown',
      ],
      ['a field twice', { id: 'AcX', name: 'X', fields: [field('A'), field('a')] }, '/fields/1/id', 'twice'],
    ])('%s: 400 that names the place and the fix', async (_title, body, pointer, detail) => {
      const { call } = await openConsole({ stores });
      const { status, json } = await call('POST', '/accounts', body);
      expect([status, json.errors]).toEqual([
        400,
        expect.arrayContaining([{ pointer, detail: expect.stringContaining(detail) }]),
      ]);
      expect((await call('GET', '/accounts')).json.accounts).toHaveLength(1);
    });

    it.each([
      ['no JSON', '{', 400],
      ['no object', '[]', 400],
      ['a number', '1.0', 400],
      ['empty', '', 400],
      ['nested without end', `{"name":${'['.repeat(400_000)}`, 400],
      ['wrong in 300,000 places', `{"fields":[${'{},'.repeat(300_000)}{}]}`, 400],
      ['more than 1 MiB', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413],
    ])('a body that is %s: %i', async (_title, body, status) => {
      const { call } = await openConsole({ stores });
      expect((await call('POST', '/accounts', body)).status).toBe(status);
    });

    it('another content type: 415', async () => {
      const { call } = await openConsole({ stores });
      for (const type of ['text/plain', 'application/scim+json', 'application/x-www-form-urlencoded']) {
        expect((await call('POST', '/accounts', '{}', { 'content-type': type })).status).toBe(415);
      }
    });

    it('query parameters: unknown, repeated and misshapen ones are refused by name', async () => {
      const { call } = await openConsole({ stores });
      for (const [query, detail] of [
        ['?sarch=ann', 'sarch is not known here'],
        ['?count=ten', 'count must be integer'],
        ['?count=501', 'count must be <= 500'],
        ['?startIndex=0', 'startIndex must be >= 1'],
        ['?startIndex=9223372036854775807', 'startIndex must be <= 2147483647'],
        ['?startIndex=1e300', 'startIndex must be <= 2147483647'],
        ['?count=1&count=2', 'more than once'],
        ['?__proto__=1', '__proto__ is not known here'],
      ]) {
        const { status, json } = await call('GET', `${DEMO}/users${query}`);
        expect([status, json.detail]).toEqual([400, expect.stringContaining(String(detail))]);
      }
    });

    it('a compressed body is 415 and says so (RFC 9110 §15.5.16)', async () => {
      const { call } = await openConsole({ stores });
      const headers = { 'if-match': '*', 'content-encoding': 'gzip' };
      const answer = await call('PATCH', DEMO, { name: 'Other' }, headers);
      expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity']);
      expect(answer.json.detail).toContain('without compression');
    });

    it('paths and methods that are not there: 404, 405 with Allow, OPTIONS 204', async () => {
      const { call, lines } = await openConsole({ stores });
      expect((await call('GET', '/nothing')).status).toBe(404);
      const wrong = await call('PUT', DEMO);
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, DELETE, OPTIONS']);
      const options = await call('OPTIONS', DEMO);
      expect([options.status, options.headers.get('allow')]).toEqual([
        204,
        'GET, HEAD, PATCH, DELETE, OPTIONS',
      ]);
      const head = await call('HEAD', DEMO);
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', '"1"']);
      expect(lines.map(({ operation, status }) => [operation, status])).toEqual([
        ['unknown', 404],
        ['unknown', 405],
        ['unknown', 204],
        ['getAccount', 200],
      ]);
    });
  });

  describe('Kissflow fields', () => {
    it('the document knows the same types as the service', () => {
      expect(openapi.components.schemas.FieldType.enum.toSorted()).toEqual(FIELD_TYPES.toSorted());
    });

    it('are replaced as one list', async () => {
      const { call } = await openConsole({ stores });
      const { fields } = (await call('GET', `${DEMO}/fields`)).json;
      const more = [...(fields as object[]), field('Badge')];
      const put = await call('PUT', `${DEMO}/fields`, { fields: more }, { 'if-match': '"1"' });
      expect([put.status, put.headers.get('etag'), put.json]).toEqual([
        200,
        '"2"',
        { fields: more, formerFields: [] },
      ]);
      expect((await call('GET', DEMO)).json.fields).toEqual(more);
      expect((await call('PUT', `${DEMO}/fields`, { fields: [] }, { 'if-match': '"1"' })).status).toBe(412);
      expect((await call('PUT', `${DEMO}/fields`, { fields: [] })).status).toBe(428);
    });

    it('removing one says first how many users hold values, changes nothing, and needs a confirmation', async () => {
      const { call, scim, issueScimToken } = await openConsole({ stores });
      const token = await issueScimToken();
      await scim('users', 'POST', '/Users', token, { schemas: [], ...ann });
      const { fields } = (await call('GET', `${DEMO}/fields`)).json;
      const rest = (fields as { id: string }[]).filter(({ id }) => id !== 'Employee_ID');
      const asked = await call('PUT', `${DEMO}/fields`, { fields: rest }, any);
      expect(asked).toMatchObject({
        status: 409,
        json: {
          type: 'urn:kissflow:scim:problem:needs-confirmation',
          needsConfirmation: [{ field: 'Employee_ID', reason: 'removed', users: 1 }],
        },
      });
      expect((await call('GET', `${DEMO}/fields`)).json.fields).toEqual(fields);
      const done = await call('PUT', `${DEMO}/fields?confirm=true`, { fields: rest }, any);
      expect([done.status, done.json.fields]).toEqual([200, rest]);
    });
  });
});

function field(id: string) {
  return { id, name: id, type: 'text', required: false };
}
