/** Microsoft's SCIM Validator, the seven preview tests, which fail no run of its own. */

import { randomUUID } from 'node:crypto';
import { createGroup, createUser } from './people.ts';
import { type Endpoint, memberIds, modify, remove } from './requests.ts';
import { must, mustAnswer, mustHold, type Section, type Step } from './step.ts';

const IN_ORDER =
  'Apply the operations of one PATCH in their order, and all or none of them (RFC 7644 section 3.5.2).';
const GONE = 'Answer DELETE of an id that is not there (any more) with 404 (RFC 7644 section 3.6).';

const unknown = (name: string, endpoint: Endpoint): Step => ({
  name,
  level: 'preview',
  fix: GONE,
  run: async (session) => {
    mustAnswer(await session.send('DELETE', `${endpoint}/${randomUUID()}`), 404);
  },
});

const twice = (name: string, create: typeof createUser | typeof createGroup): Step => ({
  name,
  level: 'preview',
  fix: GONE,
  run: async (session) => {
    const resource = await create(session);
    await remove(session, resource);
    mustAnswer(await session.send('DELETE', resource.path), 404);
  },
});

const operations: readonly Step[] = [
  {
    name: 'P1 several operations on different attributes',
    level: 'preview',
    fix: IN_ORDER,
    run: async (session) => {
      const user = await createUser(session);
      const after = await modify(
        session,
        user,
        { op: 'add', path: 'externalId', value: `${user.name}-2` },
        { op: 'replace', path: 'displayName', value: 'Ann Ray-Smith' },
      );
      mustHold(after, 'externalId', `${user.name}-2`);
      mustHold(after, 'displayName', 'Ann Ray-Smith');
    },
  },
  {
    name: 'P2 several operations on the same attribute',
    level: 'preview',
    fix: IN_ORDER,
    run: async (session) => {
      const user = await createUser(session);
      const after = await modify(
        session,
        user,
        { op: 'replace', path: 'displayName', value: 'Ann One' },
        { op: 'replace', path: 'displayName', value: 'Ann Two' },
      );
      mustHold(after, 'displayName', 'Ann Two');
    },
  },
];

const memberOnce: Step = {
  name: 'P5 add and remove the same member in one PATCH',
  level: 'preview',
  fix: IN_ORDER,
  run: async (session) => {
    const [user, group] = [await createUser(session), await createGroup(session)];
    const after = await modify(
      session,
      group,
      { op: 'add', path: 'members', value: [{ value: user.id }] },
      { op: 'remove', path: `members[value eq ${JSON.stringify(user.id)}]` },
    );
    must(memberIds(after).length === 0, 'the group must have no member afterwards');
  },
};

export const previewSection: Section = {
  name: 'Validator: preview',
  steps: [
    ...operations,
    unknown('P3 delete a user that does not exist', '/Users'),
    twice('P4 delete a user twice', createUser),
    memberOnce,
    unknown('P6 delete a group that does not exist', '/Groups'),
    twice('P7 delete a group twice', createGroup),
  ],
};
