import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeWithoutEmptySegments } from '../../functions/runtime/routes.ts';
import { STOPPED } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

beforeAll(requireBundle);

const ROUTES = [
  'scim/v2/{accountId}/Groups/{*rest}',
  'healthz',
  'manage/v1/{*rest}',
  'scim/v2/{accountId}/Users/{*rest}',
  '{*path}',
];
const meant = routeWithoutEmptySegments(ROUTES.map((route) => ({ name: route, route, methods: ['GET'] })));

describe('RFC 3986 §3.3 a path with empty segments reaches what it would reach without them', () => {
  it.each([
    ['/scim/v2/A/Users//', 'scim/v2/{accountId}/Users/{*rest}'],
    ['/scim/v2/A/Users//1', 'scim/v2/{accountId}/Users/{*rest}'],
    ['/scim/v2/A//Groups/1', 'scim/v2/{accountId}/Groups/{*rest}'],
    ['/scim//v2/A/users', 'scim/v2/{accountId}/Users/{*rest}'],
    ['/SCIM/V2/A//%55sers', 'scim/v2/{accountId}/Users/{*rest}'],
    ['/manage/v1//accounts', 'manage/v1/{*rest}'],
    ['/manage//v1', 'manage/v1/{*rest}'],
    ['/healthz//', 'healthz'],
    ['/healthz//x', undefined],
    ['/scim/v2//Users', undefined],
    ['/scim//v2/A/UsersX', undefined],
    ['/scim/v2/A/Users%2F%2F1', undefined],
    ['/scim/v2/A/Users', undefined],
    ['/nowhere//', undefined],
    ['/%FF//Users', undefined],
  ])('%s -> %s', (path, route) => {
    expect(meant(path)?.route).toBe(route);
  });

  it('in the served app: every verb, and the host answers a leading // itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segments-'));
    const served = startServe({ PORT: '0', DATA_DIR: folder });
    await served.ready();
    const { baseUrl, token } = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
    const { origin } = new URL(baseUrl);
    const send = (url: string, method = 'GET', body?: object) =>
      fetch(url, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const created = await send(`${baseUrl}//Users`, 'POST', { userName: 'ann' });
    const { id } = (await created.json()) as { id: string };
    const replaced = await send(`${baseUrl}/Users//${id}`, 'PUT', { userName: 'bea' });
    expect([created.status, replaced.status, await replaced.json()]).toMatchObject([
      201,
      200,
      { userName: 'bea' },
    ]);
    const paths = [
      `${baseUrl}/Users//`,
      `${origin}/healthz//`,
      `${origin}/manage/v1//accounts`,
      `${origin}//scim`,
    ];
    const answers = await Promise.all(paths.map((url) => send(url)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 404]);
    expect(await answers[3]?.text()).toBe('');
    expect((await send(`${baseUrl}//Users/${id}`, 'DELETE')).status).toBe(204);
    served.child.kill('SIGTERM');
    expect(await served.exit).toBe(STOPPED);
    rmSync(folder, { recursive: true });
  });
});
