/** What is read at the end: every resource, and all pages of both collections (RFC 7644 §3.4.2.4). */

import type { JsonObject } from '../../shared/scim/json.ts';
import { check, mustBe } from './check.ts';
import { query } from './query.ts';
import { endpointOf, live, pathTo, type Session, type Tracked } from './session.ts';

const PAGE = 50;

export const everything = ({ users, groups }: Session): Tracked[] => [...users.values(), ...groups.values()];

/** The account may hold resources of others; what this run made must be among them, what it deleted must not. */
export async function walk(session: Session, type: Tracked['type']): Promise<void> {
  const found = await readPages(session, type);
  const tracked = [...(type === 'User' ? session.users : session.groups).values()];
  for (const one of tracked) {
    const resource = found.get(one.id);
    mustBe(session, pathTo(one), 'in the list', !one.deleted, resource !== undefined);
    if (resource && !one.deleted) check(session, one, resource, false);
  }
}

async function readPages(session: Session, type: Tracked['type']): Promise<Map<string, JsonObject>> {
  const found = new Map<string, JsonObject>();
  const excluded = type === 'Group' ? { excludedAttributes: 'members' } : {};
  let startIndex = 1;
  let total = 0;
  do {
    const page = await query(session, endpointOf(type), { startIndex, count: PAGE, ...excluded });
    if (startIndex > 1) mustBe(session, page.path, 'totalResults', total, page.total);
    if (page.resources.length === 0) break;
    for (const resource of page.resources) found.set(String(resource.id), resource);
    total = page.total;
    startIndex += page.resources.length;
  } while (startIndex <= total);
  mustBe(session, `all pages of ${endpointOf(type)}`, 'different ids', total, found.size);
  return found;
}

/** Groups first: their memberships go with them, and need not be ended one by one. */
export const leftovers = ({ users, groups }: Session): Tracked[] => [...live(groups), ...live(users)];
