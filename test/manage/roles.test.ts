/** Which app role an operation of the manage API needs: every operation and every role. */

import { ROLES, type Role } from '../../shared/manage/callers/caller.ts';
import { DESCRIBED_METHODS, paths } from '../../shared/manage/contract/openapi-document.ts';
import { openConsole } from './console.ts';

/** The least role; each role may do what those before it may. */
const NEEDED: Readonly<Record<string, Role | 'none'>> = {
  getOpenApi: 'none',
  getSignIn: 'none',
  signIn: 'none',
  getMe: 'Viewer',
  listAccounts: 'Viewer',
  getAccount: 'Viewer',
  getStatus: 'Viewer',
  checkConnection: 'Viewer',
  getFields: 'Viewer',
  listFieldTypes: 'Viewer',
  getFieldUsage: 'Viewer',
  listTokens: 'Viewer',
  getMappingGuide: 'Viewer',
  getMappingGuidePage: 'Viewer',
  mergeGraphSchema: 'Viewer',
  listUsers: 'Viewer',
  listGroups: 'Viewer',
  getUser: 'Viewer',
  getGroup: 'Viewer',
  listMembers: 'Viewer',
  getLog: 'Viewer',
  getAdministratorsLog: 'Viewer',
  explainUser: 'Viewer',
  createAccount: 'IamAdmin',
  changeAccount: 'IamAdmin',
  replaceFields: 'IamAdmin',
  createToken: 'IamAdmin',
  rotateToken: 'IamAdmin',
  revokeToken: 'IamAdmin',
  signOut: 'SuperAdmin',
  createSignInCode: 'SuperAdmin',
  exportAccount: 'SuperAdmin',
  importAccount: 'SuperAdmin',
  createDemoData: 'SuperAdmin',
  deleteAccount: 'SuperAdmin',
};

const described = paths.flatMap(([template, item]) =>
  DESCRIBED_METHODS.flatMap((method) => {
    const id = item[method]?.operationId;
    const path = template.replace('{accountId}', 'AcDemo').replace('{tokenId}', '0123456789abcdef');
    return id === undefined
      ? []
      : [{ id, method: method.toUpperCase(), path, body: item[method]?.requestBody }];
  }),
);

const HELD = ['none', ...ROLES] as const;
const MATRIX = described.flatMap((operation) => HELD.map((role) => ({ ...operation, role })));

const opened = openConsole();

it('every operation of the OpenAPI document has its row here', () => {
  expect(described.map(({ id }) => id).toSorted()).toEqual(Object.keys(NEEDED).toSorted());
});

it.each(MATRIX)('$id by role $role', async ({ id, method, path, body, role }) => {
  const { call, entra } = await opened;
  const headers = { authorization: `Bearer ${await entra.token({ roles: role === 'none' ? [] : [role] })}` };
  const { status, json } = await call(method, path, body && {}, headers);
  const needed = NEEDED[id] ?? 'none';
  const isAllowed = HELD.indexOf(role) >= HELD.indexOf(needed);
  expect([id, status === 403]).toEqual([id, !isAllowed]);
  // RFC 9457: what went wrong, for programs, and what to do about it.
  if (status >= 400)
    expect(json).toMatchObject({ code: expect.any(String), remedy: expect.stringMatching(/\.$/) });
  // Who is refused is told which role it takes, and where to get it.
  if (!isAllowed) {
    expect(json).toMatchObject({ type: 'urn:kissflow:scim:problem:role-required', requiredRole: needed });
    expect(json.detail).toContain(`The operation ${id} needs the app role ${needed}`);
    expect(json.detail).toContain(role === 'none' ? 'has no app role' : `has ${role}`);
    expect(json.detail).toContain('Enterprise applications');
  }
});

describe('several roles, and none', () => {
  it('the highest of several roles counts', async () => {
    const { call, entra } = await opened;
    const token = await entra.token({ roles: ['Viewer', 'SuperAdmin', 'Other'] });
    const answer = await call('GET', '/accounts/AcDemo/export', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(200);
  });

  it('a path or method that is not there needs Viewer: nothing is told to others', async () => {
    const { call, entra } = await opened;
    const status = async (role: string, path: string) => {
      const authorization = `Bearer ${await entra.token({ roles: [role] })}`;
      return (await call('PUT', path, undefined, { authorization })).status;
    };
    expect([await status('Other', '/nothing'), await status('Viewer', '/nothing')]).toEqual([403, 404]);
    expect([await status('Other', '/accounts'), await status('Viewer', '/accounts')]).toEqual([403, 405]);
  });
});

describe('switching on the values of the provisioning log', () => {
  const opened = openConsole();

  const send = async (role: string, method: string, path: string, body: object) => {
    const { call, entra } = await opened;
    const headers = { authorization: `Bearer ${await entra.token({ roles: [role] })}`, 'if-match': '*' };
    return call(method, path, body, headers);
  };

  it('needs SuperAdmin; changing the days and switching values off does not', async () => {
    const change = (role: string, log: object) => send(role, 'PATCH', '/accounts/AcDemo', { log });
    const refused = await change('IamAdmin', { values: true, days: 30 });
    expect([refused.status, refused.json.requiredRole]).toEqual([403, 'SuperAdmin']);
    expect((await change('IamAdmin', { values: false, days: 10 })).status).toBe(200);
    expect((await change('SuperAdmin', { values: true, days: 10 })).json.log).toEqual({
      values: true,
      days: 10,
    });
    // It is on already: the same again switches nothing on.
    expect((await change('IamAdmin', { values: true, days: 20 })).status).toBe(200);
    expect((await change('IamAdmin', { values: false, days: 20 })).status).toBe(200);
  });

  it('nor is an account created with them', async () => {
    const account = { id: 'AcNew', name: 'New', log: { values: true, days: 30 } };
    expect((await send('IamAdmin', 'POST', '/accounts', account)).status).toBe(403);
    expect((await send('SuperAdmin', 'POST', '/accounts', account)).status).toBe(201);
  });
});
