/** Requests for one resource: create, read, modify, delete, each answer held against the model. */

import { isObject, type JsonObject } from '../../shared/scim/json.ts';
import { patchBody } from '../client/bodies.ts';
import { applyChange, type Change, objectOrEmpty } from '../client/model.ts';
import { mustBe, mustMatch } from './compare.ts';
import { endpointOf, pathTo, type Session, type Tracked } from './session.ts';

export async function create(
  session: Session,
  type: Tracked['type'],
  index: number,
  attributes: JsonObject,
  body: JsonObject,
): Promise<void> {
  const path = endpointOf(type);
  const answer = await session.send({ method: 'POST', path, body, expect: [201] });
  const id = isObject(answer) ? answer.id : undefined;
  if (!isObject(answer) || typeof id !== 'string') {
    mustBe(session, `POST ${path}`, 'id', 'a string', id);
    return;
  }
  const dialect = session.dialectOf(index);
  const tracked = { type, index, dialect, id, attributes, members: new Set<string>(), deleted: false };
  (type === 'User' ? session.users : session.groups).set(index, tracked);
  mustMatch(session, tracked, answer, true);
}

/** Entra reads a resource before it writes. Members of a group are left out unless asked for. */
export async function read(session: Session, tracked: Tracked, members = false): Promise<void> {
  const excluded = tracked.type === 'Group' && !members ? '?excludedAttributes=members' : '';
  const path = pathTo(tracked) + excluded;
  // RFC 7644 §3.6: a deleted resource is not found.
  const answer = await session.send({ method: 'GET', path, expect: [tracked.deleted ? 404 : 200] });
  if (!tracked.deleted) mustMatch(session, tracked, objectOrEmpty(answer), members);
}

export async function modify(session: Session, tracked: Tracked, changes: readonly Change[]): Promise<void> {
  await send(session, tracked, patchBody(tracked.dialect, tracked.attributes, changes), () => {
    tracked.attributes = changes.reduce(applyChange, tracked.attributes);
  });
}

/** PATCH with `body`; once it is accepted `accepted` brings the model up to date. */
export async function send(
  session: Session,
  tracked: Tracked,
  body: JsonObject,
  accepted: () => void,
): Promise<void> {
  const answer = await session.send({ method: 'PATCH', path: pathTo(tracked), body, expect: [200, 204] });
  accepted();
  if (tracked.type === 'User' && answer !== undefined)
    mustMatch(session, tracked, objectOrEmpty(answer), false);
}

export async function remove(session: Session, tracked: Tracked): Promise<void> {
  await session.send({ method: 'DELETE', path: pathTo(tracked), expect: [204] });
  tracked.deleted = true;
  for (const group of session.groups.values()) group.members.delete(tracked.id);
}
