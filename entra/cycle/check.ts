/** Holds what was read against what must stand there, and notes the differences. */

import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { GROUP_SCHEMA, USER_SCHEMA } from '../client/create-body.ts';
import { compare, flatten } from './compare.ts';
import { live, pathTo, type Session, type Tracked } from './session.ts';

/** `members` says whether the members of a group were asked for. */
export function check(session: Session, tracked: Tracked, actual: JsonObject, members: boolean): void {
  const expected = {
    ...tracked.attributes,
    id: tracked.id,
    meta: { resourceType: tracked.type },
    ...(tracked.type === 'User' ? userPart(session, tracked) : groupPart(tracked, members)),
  };
  session.ledger.differ(compare(pathTo(tracked), expected, actual));
}

/** RFC 7643 §3.1 `schemas` and §4.1.2 `groups`, which the service provider derives. */
function userPart({ extension, groups }: Session, { id, attributes }: Tracked): JsonObject {
  const urn = extension?.urn;
  const memberships = live(groups).filter((group) => group.members.has(id));
  return {
    schemas: urn !== undefined && urn in attributes ? [USER_SCHEMA, urn] : [USER_SCHEMA],
    groups: memberships.map((group) => ({ value: group.id })),
  };
}

const groupPart = (group: Tracked, members: boolean): JsonObject => ({
  schemas: [GROUP_SCHEMA],
  ...(members ? { members: [...group.members].map((value) => ({ value })) } : {}),
});

/** Notes a difference at `path` of `resource` unless both values are the same. */
export function mustBe(
  session: Session,
  resource: string,
  path: string,
  expected: Json,
  actual: Json | undefined,
): void {
  const [wanted, found] = [textOf(expected), textOf(actual)];
  if (wanted !== found) session.ledger.differ([{ resource, path, expected: wanted, actual: found }]);
}

const textOf = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : [...flatten(value).values()].join(', ');
