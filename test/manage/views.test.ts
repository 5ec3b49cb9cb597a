import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawNumber } from '../../shared/scim/json.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const DEMO = '/accounts/AcDemo';
const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const graphSchema = () =>
  readFileSync(join(import.meta.dirname, '../fixtures/mapping-guide/graph-schema.json'), 'utf8');

describe.each(STORES)('the manage API on %s', (_, stores) => {
  describe('the mapping guide', () => {
    it('comes as data, or as a page when asked for by format or Accept', async () => {
      const { call } = await openConsole({ stores });
      const data = await call('GET', `${DEMO}/mapping-guide`);
      expect(data.json).toMatchObject({ accountId: 'AcDemo', extension: EXTENSION });
      const page = await call('GET', `${DEMO}/mapping-guide?format=markdown`);
      expect(page.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(page.text).toContain('# Entra ID mappings for the Kissflow account AcDemo');
      const accepted = await call('GET', `${DEMO}/mapping-guide`, undefined, {
        accept: 'text/markdown, */*;q=0.1',
      });
      expect(accepted.text).toBe(page.text);
      const both = await call('GET', `${DEMO}/mapping-guide?format=json`, undefined, {
        accept: 'text/markdown',
      });
      expect(both.json).toEqual(data.json);
      expect((await call('GET', `${DEMO}/mapping-guide?format=pdf`)).status).toBe(400);
    });

    it('is merged into a schema that was fetched from Microsoft Graph; what is no such schema: 400', async () => {
      const { call } = await openConsole({ stores });
      const merged = await call('POST', `${DEMO}/mapping-guide/graph-schema`, graphSchema());
      expect(merged.status).toBe(200);
      expect(JSON.stringify(merged.json.schema)).toContain(`${EXTENSION}:Employee_ID`);
      expect(merged.json.changes).not.toEqual([]);
      for (const body of [
        {},
        { synchronizationRules: 1 },
        { synchronizationRules: [null], directories: 'x' },
      ]) {
        expect(await call('POST', `${DEMO}/mapping-guide/graph-schema`, body)).toMatchObject({
          status: 400,
          json: { code: 'synchronization-schema', remedy: expect.stringMatching(/^Fetch it with GET/) },
        });
      }
    });
  });

  describe('users and groups for the user management table', () => {
    async function populated() {
      const console = await openConsole({ stores });
      const token = await console.issueScimToken();
      const post = async (name: 'users' | 'groups', path: string, body: object) =>
        String((JSON.parse((await console.scim(name, 'POST', path, token, body)).text) as { id: string }).id);
      const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
      const ann = await post('users', '/Users', {
        schemas: [user, EXTENSION],
        userName: 'Ann@Example.com',
        displayName: 'Ann Änderson',
        active: true,
        title: 'Engineer',
        emails: [
          { value: 'ann@home.example', type: 'home' },
          { value: 'ann@work.example', type: 'work' },
        ],
        [EXTENSION]: { Employee_ID: 'E1', Cost_Rate: rawNumber('12.50'), Remote: true },
      });
      const bob = await post('users', '/Users', {
        schemas: [user, EXTENSION],
        userName: 'bob@example.com',
        [EXTENSION]: { Manager: { value: ann } },
      });
      const team = await post('groups', '/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: 'Team',
        externalId: 'g1',
        members: [{ value: ann }],
      });
      return { ...console, token, ann, bob, team };
    }

    it('a row has the core columns, the Designation and every Kissflow field by id', async () => {
      const { call, ann, bob } = await populated();
      const { json } = await call('GET', `${DEMO}/users`);
      expect(json).toMatchObject({ totalResults: 2, startIndex: 1 });
      expect(json.users).toEqual([
        {
          id: ann,
          userName: 'Ann@Example.com',
          displayName: 'Ann Änderson',
          active: true,
          designation: 'Engineer',
          email: 'ann@work.example',
          groups: 1,
          fields: { Employee_ID: 'E1', Cost_Rate: '12.50', Remote: true },
          created: expect.any(String),
          lastModified: expect.any(String),
        },
        expect.objectContaining({
          id: bob,
          groups: 0,
          fields: { Manager: { value: ann, userName: 'Ann@Example.com', displayName: 'Ann Änderson' } },
        }),
      ]);
    });

    it('a reference is named whatever page the user it means is on', async () => {
      const { call, scim, token, ann } = await populated();
      const bodies = Array.from({ length: 3 }, (_, index) => ({
        userName: `report${index}@other.test`,
        [EXTENSION]: { Manager: { value: index === 2 ? 'nobody' : ann } },
      }));
      for (const body of bodies) await scim('users', 'POST', '/Users', token, body);
      const { json } = await call('GET', `${DEMO}/users?search=other.test&startIndex=2&count=2`);
      expect(json.users).toMatchObject([
        { fields: { Manager: { value: ann, displayName: 'Ann Änderson' } } },
        { fields: { Manager: { value: 'nobody' } } },
      ]);
      expect((json.users as { fields: { Manager: object } }[])[1]?.fields.Manager).toEqual({
        value: 'nobody',
      });
    });

    it.each([
      ['userName', 'ANN@EX', 1],
      ['displayName', 'änderson', 1],
      ['any e-mail', 'HOME.example', 1],
      ['all', 'example', 2],
      ['none', '"%_\\', 0],
    ])('search in %s: %j', async (_where, search, hits) => {
      const { call } = await populated();
      const { json } = await call('GET', `${DEMO}/users?search=${encodeURIComponent(search)}`);
      expect([json.totalResults, (json.users as unknown[]).length]).toEqual([hits, hits]);
    });

    it('pages', async () => {
      const { call, bob } = await populated();
      const second = await call('GET', `${DEMO}/users?startIndex=2&count=1`);
      expect(second.json).toMatchObject({ totalResults: 2, startIndex: 2, users: [{ id: bob }] });
      expect((await call('GET', `${DEMO}/users?count=0`)).json).toMatchObject({ totalResults: 2, users: [] });
    });

    it('groups: a row and the search', async () => {
      const { call, team } = await populated();
      const { json } = await call('GET', `${DEMO}/groups?search=tea`);
      expect(json).toMatchObject({
        totalResults: 1,
        groups: [{ id: team, displayName: 'Team', externalId: 'g1', members: 1 }],
      });
      expect((await call('GET', `${DEMO}/groups?search=x`)).json.groups).toEqual([]);
    });

    it('the log answers what happened to a user: by subject, outcome, time, page by page', async () => {
      const { call, scim, token } = await populated();
      await scim('users', 'POST', '/Users', token, { userName: 'ann@example.com' });
      const all = (await call('GET', `${DEMO}/log`)).json.entries as { outcome: string }[];
      expect(all.map(({ outcome }) => outcome).toSorted()).toEqual([
        'refused',
        'success',
        'success',
        'success',
      ]);
      const refused = (await call('GET', `${DEMO}/log?subject=ANN&outcome=refused`)).json;
      expect(refused).toMatchObject({
        entries: [
          {
            scimType: 'uniqueness',
            name: 'ann@example.com',
            status: 409,
            code: 'taken',
            field: 'userName',
            detail: expect.stringMatching(/^userName is taken: /),
            remedy: 'Match it instead of creating it, or change one of the two.',
          },
        ],
      });
      expect((await call('GET', `${DEMO}/log?from=2100-01-01T00:00:00Z`)).json).toEqual({
        entries: [],
        hints: ['Ask for a longer time, in UTC.'],
      });
      expect((await call('GET', `${DEMO}/log?to=2100-01-01T00:00:00%2B02:00`)).json.entries).toHaveLength(4);
      const paged: unknown[] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { json } = await call('GET', `${DEMO}/log?limit=3${query}`);
        paged.push(...(json.entries as unknown[]));
        cursor = json.nextCursor;
      }
      expect(paged).toEqual(all);
      for (const query of [
        'outcome=lost',
        'from=yesterday',
        'limit=0',
        'cursor=r.1',
        'from=2026-02-30T00:00:00Z',
      ]) {
        expect((await call('GET', `${DEMO}/log?${query}`)).status).toBe(400);
      }
    });
  });
});
