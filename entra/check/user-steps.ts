/** Microsoft's SCIM Validator, mandatory tests 1 to 12: users. Each creates what it needs. */

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../shared/scim/json.ts';
import { readAt } from './attribute-path.ts';
import type { CheckSession } from './check-session.ts';
import { referencePath } from './discovered.ts';
import { createTestUser, type PathEntry, testUserBody, validatorEntries } from './people.ts';
import { deleteAndVerify, lookUpBy, mustFind, patchResource } from './requests.ts';
import { mustAnswer, mustBeUnassigned, mustHold, resourcesIn, type Section, type Step } from './step.ts';

/** What was sent under these paths, held against what came back. */
function mustHoldAll(resource: JsonObject, entries: readonly PathEntry[]): void {
  for (const [path, value] of entries) mustHold(resource, path, value);
}

const noReference = ({ discovered }: CheckSession): string | undefined =>
  referencePath(discovered) === undefined ? 'the schemas have no reference to a manager' : undefined;

const userReadings: readonly Step[] = [
  {
    name: '3 filter for an existing user',
    level: 'mandatory',
    fix: 'Make userName filterable with eq: Entra looks a user up before it creates one, and creates a second one otherwise.',
    run: async (session) => {
      const user = await createTestUser(session);
      mustHold(await mustFind(session, '/Users', user), 'userName', user.name);
    },
  },
  {
    name: '4 filter for a user that does not exist',
    level: 'mandatory',
    fix: 'Honour the filter completely and answer 200 with totalResults 0: neither 404 nor users that do not match.',
    run: async (session) => {
      await createTestUser(session);
      resourcesIn(await lookUpBy(session, '/Users', 'userName', randomUUID()), 0);
    },
  },
  {
    name: '5 filter for an existing user in another case',
    level: 'mandatory',
    fix: 'Compare userName without regard to case (RFC 7643 section 4.1.1, caseExact false).',
    run: async (session) => {
      const user = await createTestUser(session);
      await mustFind(session, '/Users', user, user.name.toUpperCase());
    },
  },
];

const userCreations: readonly Step[] = [
  {
    name: '1 create a user',
    level: 'mandatory',
    fix: 'Answer POST /Users with 201 and everything that was sent, values unchanged: Entra repeats a change endlessly when it reads back something else.',
    run: async (session) => {
      const entries = validatorEntries(session, true);
      const user = await createTestUser(session, testUserBody(session, entries));
      mustHoldAll(user.answer, [['userName', user.name], ...entries]);
      mustHoldAll(await mustFind(session, '/Users', user), entries);
    },
  },
  {
    name: '2 create the same user again',
    level: 'mandatory',
    fix: 'Refuse a userName that is taken with 409 and scimType uniqueness (RFC 7644 section 3.3).',
    run: async (session) => {
      const { body } = await createTestUser(session);
      mustAnswer(await session.send('POST', '/Users', body), 409);
    },
  },
];

const changes: readonly Step[] = [
  {
    name: '6 PATCH: replace every attribute, one operation each',
    level: 'mandatory',
    fix: 'Apply each operation to its path, value filters and sub-attributes included; drop none, and show the values in the next GET.',
    run: async (session) => {
      const user = await createTestUser(session, testUserBody(session, validatorEntries(session, true)));
      const entries = validatorEntries(session, false);
      const operations = entries.map(([path, value]) => ({ op: 'replace', path, value }));
      mustHoldAll(await patchResource(session, user, ...operations), entries);
    },
  },
  {
    name: '7 PATCH: change userName, without a path',
    level: 'mandatory',
    fix: 'Accept an operation without a path whose value holds the attributes (RFC 7644 section 3.5.2.3), userName included.',
    run: async (session) => {
      const user = await createTestUser(session);
      const userName = `renamed.${user.name}`;
      mustHold(
        await patchResource(session, user, { op: 'replace', value: { userName } }),
        'userName',
        userName,
      );
      await mustFind(session, '/Users', user, userName);
    },
  },
  {
    name: '8 PATCH: disable a user',
    level: 'mandatory',
    fix: 'Store active: false and keep returning the user: otherwise people who leave keep their access.',
    run: async (session) => {
      const user = await createTestUser(session);
      const disable = { op: 'replace', path: 'active', value: false };
      mustHold(await patchResource(session, user, disable), 'active', false);
    },
  },
];

/** One after the other on one user would hide the second fault behind the first. */
const managers: readonly Step[] = (['add', 'replace', 'remove'] as const).map((verb, index) => ({
  name: `${9 + index} PATCH: ${verb} the manager`,
  level: 'mandatory' as const,
  skip: noReference,
  fix: 'Accept {"value": id} for a reference to a user in add and replace, an empty id to clear it, and show it as a sub-attribute "value".',
  run: async (session: CheckSession) => {
    const path = referencePath(session.discovered) ?? '';
    const [user, first, second] = [
      await createTestUser(session),
      await createTestUser(session),
      await createTestUser(session),
    ];
    const set = { op: 'add', path, value: { value: first.id } };
    mustHold(await patchResource(session, user, set), `${path}.value`, first.id);
    if (verb === 'add') return;
    const id = verb === 'replace' ? second.id : '';
    const after = await patchResource(session, user, { op: 'replace', path, value: { value: id } });
    if (verb === 'replace') mustHold(after, `${path}.value`, id);
    else if (readAt(after, path) !== undefined) mustBeUnassigned(after, `${path}.value`);
  },
}));

export const userSection: Section = {
  name: 'Validator: users',
  steps: [
    ...userCreations,
    ...userReadings,
    ...changes,
    ...managers,
    {
      name: '12 delete a user',
      level: 'mandatory',
      fix: 'Answer DELETE with 204, and 404 to every later request for this id.',
      run: async (session) => deleteAndVerify(session, await createTestUser(session)),
    },
  ],
};
