/** Microsoft's SCIM Validator, the seven preview tests, which fail no run of its own. */

import { randomUUID } from 'node:crypto';
import { createTestGroup, createTestUser } from './people.ts';
import { deleteAndVerify, type Endpoint, memberIds, patchResource } from './requests.ts';
import { must, mustAnswer, mustHold, type Section, type Step } from './step.ts';

const IN_ORDER =
  'Apply the operations of one PATCH in their order, and all or none of them (RFC 7644 section 3.5.2).';
const GONE = 'Answer DELETE of an id that is not there (any more) with 404 (RFC 7644 section 3.6).';

const preview = (name: string, fix: string, run: Step['run']): Step => ({ name, level: 'preview', fix, run });

const deleteUnknown = (name: string, endpoint: Endpoint): Step =>
  preview(name, GONE, async (session) => {
    mustAnswer(await session.send('DELETE', `${endpoint}/${randomUUID()}`), 404);
  });

const deleteTwice = (name: string, create: typeof createTestUser | typeof createTestGroup): Step =>
  preview(name, GONE, async (session) => {
    const resource = await create(session);
    await deleteAndVerify(session, resource);
    mustAnswer(await session.send('DELETE', resource.path), 404);
  });

const differentAttributes = preview(
  'P1 several operations on different attributes',
  IN_ORDER,
  async (session) => {
    const user = await createTestUser(session);
    const after = await patchResource(
      session,
      user,
      { op: 'add', path: 'externalId', value: `${user.name}-2` },
      { op: 'replace', path: 'displayName', value: 'Ann Ray-Smith' },
    );
    mustHold(after, 'externalId', `${user.name}-2`);
    mustHold(after, 'displayName', 'Ann Ray-Smith');
  },
);

const sameAttribute = preview('P2 several operations on the same attribute', IN_ORDER, async (session) => {
  const renames = ['Ann One', 'Ann Two'].map((value) => ({ op: 'replace', path: 'displayName', value }));
  mustHold(await patchResource(session, await createTestUser(session), ...renames), 'displayName', 'Ann Two');
});

const sameMember = preview('P5 add and remove the same member in one PATCH', IN_ORDER, async (session) => {
  const [user, group] = [await createTestUser(session), await createTestGroup(session)];
  const after = await patchResource(
    session,
    group,
    { op: 'add', path: 'members', value: [{ value: user.id }] },
    { op: 'remove', path: `members[value eq ${JSON.stringify(user.id)}]` },
  );
  must(memberIds(after).length === 0, 'the group must have no member afterwards');
});

export const previewSection: Section = {
  name: 'Validator: preview',
  steps: [
    differentAttributes,
    sameAttribute,
    deleteUnknown('P3 delete a user that does not exist', '/Users'),
    deleteTwice('P4 delete a user twice', createTestUser),
    sameMember,
    deleteUnknown('P6 delete a group that does not exist', '/Groups'),
    deleteTwice('P7 delete a group twice', createTestGroup),
  ],
};
