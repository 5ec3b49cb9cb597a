/** What whole requests ask of Cosmos DB, from the endpoint to the containers: their number, and the shapes of queries. */

import type { JsonObject } from '../../shared/scim/json.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';
import { connectedVault } from '../doubles/key-vault/index.ts';
import { openConsole } from '../manage/console.ts';
import { emittedShapes } from './emitted.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const USERS = 12;

async function populated() {
  const emitted = emittedShapes();
  const { double, connect } = await connectedDouble({ seen: emitted.seen });
  const console = await openConsole({
    stores: () => ({
      resources: connect({ container: 'resources' }),
      accounts: connect({ container: 'accounts' }),
      activity: connect({ container: 'activity' }),
      secrets: connectedVault().connect(),
      isShared: true,
    }),
  });
  const token = await console.issueScimToken();
  const scim = (method: string, path: string, body?: object) =>
    console.scim(path.startsWith('/Users') ? 'users' : 'groups', method, path, token, body);
  const create = async (path: string, body: object) =>
    String((JSON.parse((await scim('POST', path, body)).text) as JsonObject).id);
  const users: string[] = [];
  for (let index = 0; index < USERS; index += 1)
    users.push(await create('/Users', { schemas: [USER], userName: `user${index}@x`, title: 'Clerk' }));
  const members = users.slice(0, 8).map((value) => ({ value }));
  const group = await create('/Groups', { schemas: [GROUP], displayName: 'A', members });
  double.take();
  const there = console.documents;
  return { ...emitted, double, scim, manage: console.call, there, group, user: users[0] ?? '' };
}
type Stage = Awaited<ReturnType<typeof populated>>;

/** Kind and container, without the plan that the SDK asks for beside every query. */
const requestsOf = ({ double }: Stage): string[] =>
  double
    .take()
    .filter(({ kind }) => kind === 'read' || kind === 'query' || kind === 'batch')
    .map(({ kind, path }) => `${kind} ${path.split('/')[4]}`)
    .sort();

const title = (value: string) => ({
  schemas: [PATCH_OP],
  Operations: [{ op: 'replace', path: 'title', value }],
});

describe('a user that is not there costs one read, and a refused change its entry in the log', () => {
  it.each<readonly [string, object | undefined, readonly string[]]>([
    ['GET', undefined, ['read resources']],
    ['PATCH', title('x'), ['batch activity', 'read resources']],
    ['PUT', { schemas: [USER], userName: 'x' }, ['batch activity', 'read resources']],
    ['DELETE', undefined, ['batch activity', 'read resources']],
  ])('%s', async (method, body, requests) => {
    const stage = await populated();
    expect((await stage.scim(method, `/Users/${UNKNOWN}`, body)).status).toBe(404);
    expect(requestsOf(stage)).toEqual(requests);
  });
});

describe('every query of a request has a shape of docs/cosmos.md', () => {
  it.each<readonly [string, (stage: Stage) => readonly string[]]>([
    [
      '/Users',
      ({ group, user }) => [
        `groups eq "${group}"`,
        `groups eq "${UNKNOWN}"`,
        'groups pr',
        `not (groups eq "${group}")`,
        `groups[value ne "${group}"]`,
        'groups[value sw "0"]',
        'groups[type eq "direct"]',
        `title eq "Clerk" and groups eq "${group}"`,
        `title eq "Clerk" or groups eq "${group}"`,
        `id gt "${user}"`,
        `not (id eq "${user}")`,
        'not (title eq "Clerk")',
        'meta.lastModified gt "2020-01-01T00:00:00Z"',
      ],
    ],
    [
      '/Groups',
      ({ group, user }) => [
        `members eq "${user}"`,
        'members pr',
        'not (members pr)',
        'members[type eq "User"]',
        'members.value co "0"',
        `members[value ne "${user}"]`,
        `members[value eq "${user}" and type eq "User"]`,
        `displayName sw "a" and members eq "${user}"`,
        `id eq "${group}" and members eq "${user}"`,
      ],
    ],
  ])('filters of %s', async (path, filters) => {
    const stage = await populated();
    for (const filter of filters(stage))
      for (const page of ['count=100', 'count=1', 'count=0', 'startIndex=2&count=1']) {
        const { status } = await stage.scim('GET', `${path}?${page}&filter=${encodeURIComponent(filter)}`);
        expect(status).toBe(200);
      }
    expect(stage.unlisted()).toEqual([]);
  });

  it('the views of an administrator', async () => {
    const stage = await populated();
    const { group, user } = stage;
    for (const view of [
      ...['users', 'users?count=5', 'users?startIndex=6&count=5', 'users?active=true', 'users?active=false'],
      ...[`users?group=${group}`, `users?active=true&group=${group}&search=u`, 'users?search=u'],
      ...[`users?field=Employee_ID&value=E2`, `users/${user}`],
      ...['users?sort=-created&count=5', 'users?sort=-created&startIndex=6&count=5'],
      ...[`users?sort=-created&count=5&group=${group}`, 'users?sort=-created&count=5&search=u'],
      ...['groups', 'groups?search=a', `groups/${group}`, `groups/${group}/members`],
      ...['log', 'log?subject=ann', 'log?outcome=refused', 'administrators-log', 'status', 'tokens'],
      ...[`explanation?user=${user}`, 'explanation?user=user3@x', 'explanation?user=nobody', 'export'],
    ])
      expect([view, (await stage.manage('GET', `/accounts/AcDemo/${view}`)).status]).toEqual([view, 200]);
    expect(stage.unlisted()).toEqual([]);
  });
});

it('the deletion of an account reads and deletes 50 documents at a time', async () => {
  const stage = await populated();
  const batches = Math.ceil((await stage.there('AcDemo')).length / 50);
  stage.double.take();
  const { status, json } = await stage.manage('DELETE', '/accounts/AcDemo?confirm=AcDemo');
  expect([status, json.documentsLeft]).toEqual([202, 0]);
  const asked = requestsOf(stage);
  expect(asked.filter((one) => one === 'batch resources')).toHaveLength(batches);
  // The last one finds nothing, and one counts.
  expect(asked.filter((one) => one === 'query resources')).toHaveLength(batches + 2);
  expect(stage.unlisted()).toEqual([]);
});
