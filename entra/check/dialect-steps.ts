/** What Entra sends unless the Tenant URL ends in ?aadOptscim062020, and its reference checks. */

import { removeMembersBody } from '../client/bodies.ts';
import { equals, queryPath } from '../client/wire.ts';
import type { CheckSession } from './check-session.ts';
import { hasAttribute, referencePath } from './discovered.ts';
import { createTestGroup, createTestUser } from './people.ts';
import { type Endpoint, getResource, lookUpBy, memberIds, mustFind, patchResource } from './requests.ts';
import { must, mustAnswer, mustHold, resourcesIn, type Section, type Step } from './step.ts';

const disableAndRestore: Step = {
  name: 'disable with Replace and the text "False", restore with Add and "True"',
  level: 'advice',
  fix: 'Accept "True" and "False" for booleans, operations in any case and Add where there is a value, or end the Tenant URL in Entra with ?aadOptscim062020.',
  run: async (session) => {
    const user = await createTestUser(session);
    const off = { op: 'Replace', path: 'active', value: 'False' };
    mustHold(await patchResource(session, user, off), 'active', false);
    mustHold(await mustFind(session, '/Users', user), 'active', false);
    mustHold(
      await patchResource(session, user, { op: 'Add', path: 'active', value: 'True' }),
      'active',
      true,
    );
  },
};

const removeListedMember: Step = {
  name: 'remove one member with a list of values',
  level: 'advice',
  fix: 'Remove the listed members only, though the RFC would empty the group, or end the Tenant URL in Entra with ?aadOptscim062020.',
  run: async (session) => {
    const [leaver, stayer] = [await createTestUser(session), await createTestUser(session)];
    const group = await createTestGroup(session, [leaver, stayer]);
    const body = removeMembersBody('default', [leaver.id]);
    mustAnswer(await session.send('PATCH', group.path, body), 200, 204);
    const left = memberIds(await getResource(session, group));
    must(left.join() === stayer.id, 'the other user must be the only member left in the group');
  },
};

const empty: Step = {
  name: 'a PATCH without operations changes nothing',
  level: 'advice',
  fix: 'Answer an empty list of Operations with 200 or 204: the Validator sends it when there is nothing to test.',
  run: async (session) => {
    const user = await createTestUser(session);
    mustHold(await patchResource(session, user), 'userName', user.name);
  },
};

/** Whether the resource holds the reference: one result, or none. */
async function mustProbe(
  session: CheckSession,
  endpoint: Endpoint,
  clauses: readonly string[],
  count: 0 | 1,
): Promise<void> {
  const path = queryPath(endpoint, { attributes: 'id', filter: clauses.join(' and ') });
  resourcesIn(await session.send('GET', path), count);
}

const matching: Step = {
  name: 'filter by externalId and by work e-mail address',
  level: 'advice',
  fix: 'Make every attribute filterable that may become a matching property in Entra, or match by userName there.',
  run: async (session) => {
    const user = await createTestUser(session);
    for (const attribute of ['externalId', 'emails[type eq "work"].value']) {
      if (!hasAttribute(session.discovered, attribute)) continue;
      const [found] = resourcesIn(await lookUpBy(session, '/Users', attribute, user.name), 1);
      must(found?.id === user.id, `the lookup by ${attribute} must find the id ${user.id}`);
    }
  },
};

const PROBE =
  'Support filters such as id eq "…" and members eq "…": Entra asks so before it writes a reference.';

const memberProbe: Step = {
  name: 'asks whether a group has a member',
  level: 'advice',
  fix: PROBE,
  run: async (session) => {
    const [inside, outside] = [await createTestUser(session), await createTestUser(session)];
    const group = await createTestGroup(session, [inside]);
    const ofGroup = equals('id', group.id);
    await mustProbe(session, '/Groups', [ofGroup, equals('members', inside.id)], 1);
    await mustProbe(session, '/Groups', [ofGroup, equals('members', outside.id)], 0);
  },
};

const managerProbe: Step = {
  name: 'asks whether a user has a manager',
  level: 'advice',
  skip: ({ discovered }) =>
    referencePath(discovered)?.toLowerCase().endsWith(':manager')
      ? undefined
      : 'the schemas have no attribute called manager',
  fix: PROBE,
  run: async (session) => {
    const path = referencePath(session.discovered) ?? '';
    const [user, manager] = [await createTestUser(session), await createTestUser(session)];
    await mustProbe(session, '/Users', [equals('id', user.id), equals('manager', manager.id)], 0);
    await patchResource(session, user, { op: 'Add', path, value: manager.id });
    await mustProbe(session, '/Users', [equals('id', user.id), equals('manager', manager.id)], 1);
  },
};

export const dialectSection: Section = {
  name: 'Entra by default',
  steps: [matching, disableAndRestore, removeListedMember, empty, memberProbe, managerProbe],
};
