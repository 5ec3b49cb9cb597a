/** The provisioning log by token, operation, resource and reason: what the page of the log is filtered by. */

import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const LOG = '/accounts/AcDemo/log';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

describe.each(STORES)('the provisioning log on %s', (_, stores) => {
  async function written() {
    const console = await openConsole({ stores });
    const [first, second] = [await console.issueScimToken(), await console.issueScimToken()];
    const ann = await console.scim('users', 'POST', '/Users', first, { userName: 'ann@example.com' });
    const id = String(ann.json.id);
    await console.scim('users', 'POST', '/Users', second, { userName: 'ann@example.com' });
    await console.scim('users', 'POST', '/Users', second, { displayName: 'Nameless' });
    await console.scim('users', 'PATCH', `/Users/${id}`, second, {
      schemas: [PATCH],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    await console.scim('users', 'DELETE', `/Users/${id}`, first);
    const idOf = (token: string) => String(token.split('_')[2]);
    const fill = (query: string) =>
      query.replace('{id}', id).replace('{first}', idOf(first)).replace('{second}', idOf(second));
    return { call: (query: string) => console.call('GET', `${LOG}?${fill(query)}`) };
  }

  it.each([
    ['token={first}', ['create success', 'delete success']],
    ['token={second}', ['create refused', 'create refused', 'modify success']],
    ['operation=create', ['create refused', 'create refused', 'create success']],
    ['operation=modify', ['modify success']],
    ['code=taken', ['create refused']],
    ['code=required', ['create refused']],
    ['resource={id}', ['create success', 'delete success', 'modify success']],
    ['resource={id}&token={second}', ['modify success']],
    ['operation=create&outcome=refused&code=taken&token={second}', ['create refused']],
    ['token={first}&code=taken', []],
  ])('%s', async (query, expected) => {
    const { call } = await written();
    const { status, json } = await call(query);
    const entries = json.entries as { operation: string; outcome: string }[];
    expect([status, entries.map((entry) => `${entry.operation} ${entry.outcome}`).toSorted()]).toEqual([
      200,
      expected,
    ]);
    if (expected.length === 0)
      expect(json.hints).toEqual([expect.stringMatching(/whole values.*leave out one/)]);
  });

  it('goes on page by page', async () => {
    const { call } = await written();
    const { json } = await call('token={second}&limit=2');
    const rest = await call(`token={second}&limit=2&cursor=${json.nextCursor}`);
    expect([json.entries, rest.json.entries]).toMatchObject([{ length: 2 }, { length: 1 }]);
  });

  it.each([
    ['operation=steal', /^operation must be one of create, replace, modify, delete, read, import/],
    ['code=Not%20a%20code', /^code is not valid\. Take code of an entry/],
    ['resource=', /^resource must not be empty/],
  ])('%s: 400', async (query, detail) => {
    const { call } = await written();
    expect(await call(query)).toMatchObject({
      status: 400,
      json: { detail: expect.stringMatching(detail) },
    });
  });
});
