/** What happens in a run: Test Connection; then users and groups are created, changed in incremental cycles, and deleted. */

import { randomUUID } from 'node:crypto';
import { isUserReference } from '../../shared/kissflow/field.ts';
import { createGroupBody, createUserBody } from '../client/bodies.ts';
import { fieldValues, findExtension, managerField } from '../client/extension.ts';
import { valueAt } from '../client/model.ts';
import { findNone, findTracked, probe } from './query.ts';
import { create, modify, read } from './resource.ts';
import { isDeleted, newGroup, newUser, referenceForm, userPatches } from './scenario.ts';
import { live, type Session, type Tracked } from './session.ts';

export async function createUser(session: Session, index: number): Promise<void> {
  const { run, extension } = session;
  const values = { ...fieldValues(extension, index), ...firstReferences(session, index) };
  const user = newUser(run, index, values, extension?.urn);
  await findNone(session, 'User', 'userName', String(user.userName));
  await findNone(session, 'User', 'externalId', String(user.externalId));
  const form = referenceForm(Math.floor(index / 3), 3);
  const body = createUserBody(session.dialectOf(index), user, extension?.urn, form);
  await create(session, 'User', index, user, body);
}

/** Every third user already refers to another; a required reference may dangle (no such user yet). */
function firstReferences({ extension, users }: Session, index: number): Record<string, { value: string }> {
  const peer = users.get(Math.floor(index / 2))?.id;
  const wanted = extension?.fields.filter(
    ({ type, required }) => isUserReference(type) && (required || (peer !== undefined && index % 3 === 2)),
  );
  return Object.fromEntries((wanted ?? []).map(({ name }) => [name, { value: peer ?? randomUUID() }]));
}

export function withoutManager({ extension, users }: Session): Tracked[] {
  const field = managerField(extension);
  if (!extension || !field) return [];
  const target = { urn: extension.urn, attribute: field.name };
  return live(users).filter(
    ({ index, attributes }) => index > 0 && valueAt(attributes, target) === undefined,
  );
}

/** Each manager has eight reports. */
export async function setManager(session: Session, user: Tracked): Promise<void> {
  const { extension, users } = session;
  const manager = users.get(Math.floor((user.index - 1) / 8));
  const field = managerField(extension);
  if (!extension || !manager || !field) return;
  await probe(session, user, field.name, manager.id, 0);
  const form = referenceForm(Math.floor(user.index / 2), 4);
  const target = { urn: extension.urn, attribute: field.name };
  await modify(session, user, [{ target, value: { value: manager.id }, form }]);
  await probe(session, user, field.name, manager.id, 1);
}

/** Found afterwards by its userName in another case, disabled or not; an old userName finds nothing. */
export async function changeUser(session: Session, user: Tracked): Promise<void> {
  const { index, attributes } = user;
  const before = String(attributes.userName);
  const newManager = session.users.values().next().value?.id ?? '';
  const situation = { index, user: attributes, extension: session.extension, newManager };
  for (const changes of userPatches(situation)) {
    await read(session, user);
    await modify(session, user, changes);
    await findTracked(session, user, 'userName', String(user.attributes.userName).toUpperCase());
  }
  if (user.attributes.userName !== before) await findNone(session, 'User', 'userName', before);
}

export const doomedUsers = ({ users, userCount }: Session): Tracked[] =>
  live(users).filter((user) => isDeleted(user.index, userCount, 10));

export async function createGroup(session: Session, index: number): Promise<void> {
  const group = newGroup(session.run, index);
  await findNone(session, 'Group', 'displayName', String(group.displayName));
  await create(session, 'Group', index, group, createGroupBody(group));
}

export async function renameGroup(session: Session, group: Tracked): Promise<void> {
  await read(session, group);
  const { displayName, externalId } = group.attributes;
  await modify(session, group, [
    { target: { attribute: 'displayName' }, value: `${displayName} (renamed)` },
    { target: { attribute: 'externalId' }, value: `${externalId}-new` },
  ]);
  await findTracked(session, group, 'displayName', String(group.attributes.displayName).toUpperCase());
  await findNone(session, 'Group', 'displayName', String(displayName));
}

export const doomedGroups = ({ groups, groupCount }: Session): Tracked[] =>
  live(groups).filter((group) => isDeleted(group.index, groupCount, 5));

/** Asks for a user and a group that cannot exist. */
export async function testConnection(session: Session): Promise<void> {
  await findNone(session, 'User', 'userName', randomUUID());
  await findNone(session, 'Group', 'displayName', randomUUID());
  const schemas = await session.send({ method: 'GET', path: '/Schemas', expect: [200] });
  session.extension = findExtension(schemas);
}
