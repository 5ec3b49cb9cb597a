/** Microsoft's SCIM Validator, mandatory tests 13 to 24: groups. Each creates what it needs. */

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../shared/scim/json.ts';
import type { CheckSession } from './check-session.ts';
import { type Created, createTestGroup, createTestUser } from './people.ts';
import { deleteAndVerify, getResource, lookUpBy, memberIds, mustFind, patchResource } from './requests.ts';
import { must, mustAnswer, mustHold, resourcesIn, type Section, type Step } from './step.ts';

const EXCLUDED =
  'Leave members out when excludedAttributes=members is given: Entra always asks so, and fails on large groups otherwise.';
const PATHLESS =
  'Accept an operation without a path whose value holds the attributes (RFC 7644 section 3.5.2.3), for groups, too.';

const withoutMembers = ({ members }: JsonObject): void =>
  must(members === undefined, '"members" must not be in the answer: they were excluded');

const groupOfOne = async (session: CheckSession): Promise<Created> =>
  createTestGroup(session, [await createTestUser(session)]);

const groupReadings: readonly Step[] = [
  {
    name: '13 read a group without its members',
    level: 'mandatory',
    fix: EXCLUDED,
    run: async (session) => {
      const group = await groupOfOne(session);
      const found = await getResource(session, group, '?excludedAttributes=members');
      mustHold(found, 'displayName', group.name);
      withoutMembers(found);
    },
  },
  {
    name: '14 filter for a group without its members',
    level: 'mandatory',
    fix: EXCLUDED,
    run: async (session) => {
      const group = await groupOfOne(session);
      const excluded = { excludedAttributes: 'members' };
      const [found] = resourcesIn(await lookUpBy(session, '/Groups', 'displayName', group.name, excluded), 1);
      mustHold(found ?? {}, 'id', group.id);
      withoutMembers(found ?? {});
    },
  },
  {
    name: '15 filter for an existing group',
    level: 'mandatory',
    fix: 'Make displayName of groups filterable with eq: Entra looks a group up before it creates one.',
    run: async (session) => {
      await mustFind(session, '/Groups', await createTestGroup(session));
    },
  },
  {
    name: '16 filter for a group that does not exist',
    level: 'mandatory',
    fix: 'Honour the filter completely and answer 200 with totalResults 0: neither 404 nor groups that do not match.',
    run: async (session) => {
      await createTestGroup(session);
      resourcesIn(await lookUpBy(session, '/Groups', 'displayName', randomUUID()), 0);
    },
  },
  {
    name: '17 filter for an existing group in another case',
    level: 'mandatory',
    fix: 'Compare displayName of groups without regard to case.',
    run: async (session) => {
      const group = await createTestGroup(session);
      await mustFind(session, '/Groups', group, group.name.toUpperCase());
    },
  },
];

const groupCreations: readonly Step[] = [
  {
    name: '18 create a group',
    level: 'mandatory',
    fix: 'Answer POST /Groups with 201 and what was sent; tolerate schemas that you do not know, Entra adds one of its own.',
    run: async (session) => {
      const group = await createTestGroup(session);
      mustHold(group.answer, 'displayName', group.name);
      const found = await mustFind(session, '/Groups', group);
      mustHold(found, 'externalId', group.body.externalId ?? null);
    },
  },
  {
    name: '19 create the same group again',
    level: 'mandatory',
    fix: 'Refuse a displayName that is taken with 409 and scimType uniqueness (RFC 7644 section 3.3).',
    run: async (session) => {
      const { body } = await createTestGroup(session);
      mustAnswer(await session.send('POST', '/Groups', body), 409);
    },
  },
];

/** `change` gives the new values of the attributes. */
const pathless = (name: string, change: (group: Created) => JsonObject): Step => ({
  name,
  level: 'mandatory',
  fix: PATHLESS,
  run: async (session) => {
    const group = await createTestGroup(session);
    const value = change(group);
    const after = await patchResource(session, group, { op: 'replace', value });
    for (const [path, expected] of Object.entries(value)) mustHold(after, path, expected);
  },
});

const members: readonly Step[] = [
  {
    name: '22 PATCH: add a member (op replace)',
    level: 'mandatory',
    fix: 'Accept a list of {"value": id} for members in replace as in add, and show the members in GET of the group.',
    run: async (session) => {
      const [user, group] = [await createTestUser(session), await createTestGroup(session)];
      const after = await patchResource(session, group, {
        op: 'replace',
        path: 'members',
        value: [{ value: user.id }],
      });
      must(memberIds(after).join() === user.id, 'the user must be the only member of the group afterwards');
    },
  },
  {
    name: '23 PATCH: remove a member (filter in the path)',
    level: 'mandatory',
    fix: 'Remove exactly the member that members[value eq "id"] names, and no other.',
    run: async (session) => {
      const [leaver, stayer] = [await createTestUser(session), await createTestUser(session)];
      const group = await createTestGroup(session, [leaver, stayer]);
      const after = await patchResource(session, group, {
        op: 'remove',
        path: `members[value eq ${JSON.stringify(leaver.id)}]`,
      });
      must(memberIds(after).join() === stayer.id, 'the other user must be the only member left in the group');
    },
  },
];

export const groupSection: Section = {
  name: 'Validator: groups',
  steps: [
    ...groupReadings,
    ...groupCreations,
    pathless('20 PATCH: replace attributes, without a path', () => ({ externalId: randomUUID() })),
    pathless('21 PATCH: change displayName, without a path', ({ name }) => ({
      displayName: `${name} renamed`,
    })),
    ...members,
    {
      name: '24 delete a group',
      level: 'mandatory',
      fix: 'Answer DELETE with 204, and 404 to every later request for this id.',
      run: async (session) => deleteAndVerify(session, await createTestGroup(session)),
    },
  ],
};
