/** One user, one group and its members: what a page about a person or a group shows. */

import { rawNumber } from '../../shared/scim/json.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const DEMO = '/accounts/AcDemo';
const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const UNKNOWN = '00000000-0000-7000-8000-000000000000';

describe.each(STORES)('people on %s', (_, stores) => {
  async function populated() {
    const console = await openConsole({ stores });
    const token = await console.issueScimToken();
    const post = async (path: '/Users' | '/Groups', body: object) => {
      const name = path === '/Users' ? 'users' : 'groups';
      return String(
        (JSON.parse((await console.scim(name, 'POST', path, token, body)).text) as { id: string }).id,
      );
    };
    const user = (userName: string, more: object = {}) =>
      post('/Users', { schemas: [USER, EXTENSION], userName, active: true, ...more });
    const group = (displayName: string, members: readonly string[]) =>
      post('/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName,
        members: members.map((value) => ({ value })),
      });
    return { ...console, token, user, group };
  }

  describe('one user', () => {
    it('has the row of the table, all attributes, and groups and references by name', async () => {
      const { call, user, group } = await populated();
      const ann = await user('ann@example.com', { displayName: 'Ann' });
      const bob = await user('bob@example.com', {
        title: 'Engineer',
        name: { givenName: 'Bob', familyName: 'Ray' },
        phoneNumbers: [{ value: '+1 555', type: 'work' }],
        [EXTENSION]: { Manager: { value: ann }, Employee_ID: 'E2' },
      });
      const team = await group('Team', [bob]);
      const { status, json } = await call('GET', `${DEMO}/users/${bob}`);
      expect(status).toBe(200);
      expect(json).toEqual({
        user: {
          id: bob,
          userName: 'bob@example.com',
          active: true,
          designation: 'Engineer',
          groups: 1,
          fields: {
            Manager: { value: ann, userName: 'ann@example.com', displayName: 'Ann' },
            Employee_ID: 'E2',
          },
          created: expect.any(String),
          lastModified: expect.any(String),
        },
        groups: [{ id: team, displayName: 'Team' }],
        attributes: {
          userName: 'bob@example.com',
          active: true,
          title: 'Engineer',
          name: { givenName: 'Bob', familyName: 'Ray' },
          phoneNumbers: [{ value: '+1 555', type: 'work' }],
        },
        retained: [],
      });
    });

    it('names the fields of which a value is kept and not shown', async () => {
      const { call, user } = await populated();
      const ann = await user('ann@example.com', { [EXTENSION]: { Employee_ID: 'E1', Remote: true } });
      const { fields } = (await call('GET', `${DEMO}/fields`)).json as { fields: { id: string }[] };
      const left = fields.filter(({ id }) => id !== 'Employee_ID');
      const headers = { 'if-match': '*' };
      await call('PUT', `${DEMO}/fields?confirm=true`, { fields: left }, headers);
      const { json } = await call('GET', `${DEMO}/users/${ann}`);
      expect(json).toMatchObject({ user: { fields: { Remote: true } }, retained: ['Employee_ID'] });
      expect(JSON.stringify(json)).not.toContain('E1');
    });
  });

  it('one group has its row and its attributes; members are counted', async () => {
    const { call, user, group } = await populated();
    const team = await group('Team', [await user('ann@example.com')]);
    expect((await call('GET', `${DEMO}/groups/${team}`)).json).toEqual({
      group: {
        id: team,
        displayName: 'Team',
        members: 1,
        created: expect.any(String),
        lastModified: expect.any(String),
      },
      attributes: { displayName: 'Team' },
    });
  });

  it.each([
    ['users', UNKNOWN],
    ['users', 'nonsense'],
    ['groups', UNKNOWN],
    ['groups', `${UNKNOWN}/members`],
  ])('none of %s has the id %s: 404, with where to look', async (what, id) => {
    const { call } = await populated();
    expect(await call('GET', `${DEMO}/${what}/${id}`)).toMatchObject({
      status: 404,
      json: { code: 'not-found', remedy: expect.stringMatching(/^Look for the (user|group) in the list/) },
    });
  });

  describe('members of a group', () => {
    async function team(size: number) {
      const console = await populated();
      const ids: string[] = [];
      for (let index = 0; index < size; index += 1)
        ids.push(await console.user(`user${index}@example.com`, { displayName: `Person ${index % 3}` }));
      const part = await console.group('Part', []);
      const id = await console.group('Team', [...ids, part]);
      const members = (query: string) => console.call('GET', `${DEMO}/groups/${id}/members${query}`);
      return { ...console, ids, id, part, members };
    }

    /** Pages until there is no more. */
    async function all(
      members: (query: string) => Promise<{ json: Readonly<Record<string, unknown>> }>,
      query: string,
    ) {
      const pages: unknown[][] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const { json } = await members(`?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        pages.push(json.members as unknown[]);
        cursor = json.nextCursor;
      }
      return pages;
    }

    it('come page by page, users and groups, with their names', async () => {
      const { members, ids, part } = await team(5);
      const pages = await all(members, 'limit=4');
      expect(pages.map((page) => page.length)).toEqual([4, 2]);
      expect(pages.flat()).toEqual([
        ...ids.map((id, index) => ({
          id,
          type: 'User',
          userName: `user${index}@example.com`,
          displayName: `Person ${index % 3}`,
          active: true,
        })),
        { id: part, type: 'Group', displayName: 'Part' },
      ]);
    });

    it.each([
      ['USER3', [3]],
      ['person 1', [1, 4]],
      ['example.com', [0, 1, 2, 3, 4]],
      ['nobody', []],
    ])('search %j, without regard to case', async (search, hits) => {
      const { members, ids } = await team(5);
      const found = await all(members, `limit=2&search=${encodeURIComponent(search)}`);
      expect(found.flat().map((row) => (row as { id: string }).id)).toEqual(hits.map((index) => ids[index]));
    });

    it('one who was deleted is none', async () => {
      const { members, scim, token, ids } = await team(2);
      await scim('users', 'DELETE', `/Users/${ids[0]}`, token);
      expect((await members('')).json.members).toMatchObject([{ id: ids[1] }, { type: 'Group' }]);
    });

    it.each([
      ['?search=nobody', /^search is a part of/],
      ['?cursor=zzz', /^The page before was the last/],
    ])('an empty page says what to try: %s', async (query, hint) => {
      const { members } = await team(1);
      expect((await members(query)).json.hints).toEqual([expect.stringMatching(hint)]);
    });

    it.each(['limit=0', 'limit=501', 'cursor=a.b', 'search='])('%s: 400', async (query) => {
      const { members } = await team(1);
      expect((await members(`?${query}`)).status).toBe(400);
    });
  });

  describe('the list of users is filtered', () => {
    async function office() {
      const console = await populated();
      const ann = await console.user('ann@example.com', {
        [EXTENSION]: { Employee_ID: 'E1', Cost_Rate: rawNumber('12.50'), Remote: true },
      });
      const bob = await console.user('bob@example.com', {
        active: false,
        [EXTENSION]: { Employee_ID: 'E2', Remote: false, Manager: { value: ann } },
      });
      const cyd = await console.user('cyd@example.com', { active: undefined });
      const team = await console.group('Team', [ann, bob]);
      const users = async (query: string) =>
        console.call('GET', `${DEMO}/users?${query.replace('{team}', team).replace('{ann}', ann)}`);
      return { ...console, users, names: { [ann]: 'ann', [bob]: 'bob', [cyd]: 'cyd' } };
    }

    it.each([
      ['active=true', ['ann', 'cyd']],
      ['active=false', ['bob']],
      ['group={team}', ['ann', 'bob']],
      ['group={team}&active=true', ['ann']],
      [`group=${UNKNOWN}`, []],
      ['field=Employee_ID&value=e1', ['ann']],
      ['field=employee_id&value=E', []],
      ['field=Remote&value=true', ['ann']],
      ['field=Remote&value=false', ['bob']],
      ['field=Cost_Rate&value=12.5', ['ann']],
      ['field=Manager&value={ann}', ['bob']],
      ['search=example&active=false', ['bob']],
      ['sort=created', ['ann', 'bob', 'cyd']],
      ['sort=-created', ['cyd', 'bob', 'ann']],
      ['sort=-created&group={team}', ['bob', 'ann']],
      ['sort=-created&active=true', ['cyd', 'ann']],
    ])('%s', async (query, expected) => {
      const { users, names } = await office();
      const { json } = await users(query);
      const found = (json.users as { id: string }[]).map(({ id }) => names[id]);
      expect([found, json.totalResults]).toEqual([expected, expected.length]);
      if (expected.length === 0) expect(json.hints).toEqual([expect.stringContaining('leave out one of')]);
    });

    it.each(['', '&search=example'])('the newest first, page by page%s', async (more) => {
      const { users, names } = await office();
      const met: unknown[] = [];
      for (let startIndex = 1; startIndex <= 3; startIndex += 1) {
        const { json } = await users(`sort=-created&count=1&startIndex=${startIndex}${more}`);
        expect(json.totalResults).toBe(3);
        met.push(...(json.users as { id: string }[]).map(({ id }) => names[id]));
      }
      expect(met).toEqual(['cyd', 'bob', 'ann']);
    });

    it('groups, too, the newest first', async () => {
      const { call, group } = await office();
      await group('Board', []);
      const listed = async (sort: string) => {
        const { json } = await call('GET', `${DEMO}/groups?sort=${sort}`);
        return (json.groups as { displayName: string }[]).map(({ displayName }) => displayName);
      };
      expect(await listed('created')).toEqual(['Team', 'Board']);
      expect(await listed('-created')).toEqual(['Board', 'Team']);
    });

    it.each([
      ['field=Office', /^value is missing/],
      ['value=x', /^field is missing/],
      ['field=Shoe_Size&value=43', /^The account has no field Shoe_Size: it has Employee_ID, /],
      ['field=Remote&value=perhaps', /is of type boolean/],
      ['active=perhaps', /^active must be boolean/],
      [
        'sort=userName',
        /^sort is not valid\. Users are sorted by the time of creation.*created, or -created/,
      ],
    ])('%s: 400, with what is possible', async (query, detail) => {
      const { users } = await office();
      expect(await users(query)).toMatchObject({
        status: 400,
        json: { detail: expect.stringMatching(detail) },
      });
    });
  });
});
