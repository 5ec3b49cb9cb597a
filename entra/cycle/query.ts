/** Entra's lookups and probes, and the pages that are read at the end (RFC 7644 §3.4.2): how many results must come. */

import { digitsOf, isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
import { equals, queryPath } from '../client/wire.ts';
import { mustBe, mustMatch } from './compare.ts';
import { endpointOf, live, pathTo, type Session, type Tracked } from './session.ts';

interface Listing {
  readonly path: string;
  readonly total: number;
  readonly resources: readonly JsonObject[];
}

type Parameters = Readonly<Record<string, string | number>>;

export async function query(session: Session, endpoint: string, parameters: Parameters): Promise<Listing> {
  const path = queryPath(endpoint, parameters);
  const json = (await session.send({ method: 'GET', path, expect: [200] })) ?? null;
  const list = isObject(json) ? json : {};
  mustBe(session, path, 'schemas', [messages.listResponse], list.schemas);
  const resources: readonly Json[] = Array.isArray(list.Resources) ? list.Resources : [];
  return { path, total: Number(digitsOf(list.totalResults)), resources: resources.filter(isObject) };
}

/** Looks for a resource by a matching attribute; groups without their members, as Entra asks. */
const lookup = (
  session: Session,
  type: Tracked['type'],
  attribute: string,
  value: string,
): Promise<Listing> =>
  query(session, endpointOf(type), {
    ...(type === 'Group' ? { excludedAttributes: 'members' } : {}),
    filter: equals(attribute, value),
  });

/** Looks `tracked` up; it must be the only match, with the expected attributes. */
export async function findTracked(
  session: Session,
  tracked: Tracked,
  attribute: string,
  value: string,
): Promise<void> {
  const listing = await lookup(session, tracked.type, attribute, value);
  mustCount(session, listing, 1);
  for (const resource of listing.resources) mustMatch(session, tracked, resource, false);
}

export async function findNone(
  session: Session,
  type: Tracked['type'],
  attribute: string,
  value: string,
): Promise<void> {
  mustCount(session, await lookup(session, type, attribute, value), 0);
}

/** Asks whether a reference attribute of `tracked` holds `id`, as Entra does before it writes one. */
export async function probe(
  session: Session,
  tracked: Tracked,
  reference: string,
  id: string,
  count: 0 | 1,
): Promise<void> {
  const filter = `${equals('id', tracked.id)} and ${equals(reference, id)}`;
  mustCount(session, await query(session, endpointOf(tracked.type), { attributes: 'id', filter }), count);
}

function mustCount(session: Session, { path, total, resources }: Listing, count: number): void {
  mustBe(session, path, 'totalResults', count, total);
  mustBe(session, path, 'number of Resources', count, resources.length);
}

const PAGE_SIZE = 50;

export const everything = ({ users, groups }: Session): Tracked[] => [...users.values(), ...groups.values()];

/** The account may hold resources of others; what this run made must be among them, what it deleted must not. */
export async function walkPages(session: Session, type: Tracked['type']): Promise<void> {
  const found = await readPages(session, type);
  const tracked = [...(type === 'User' ? session.users : session.groups).values()];
  for (const one of tracked) {
    const resource = found.get(one.id);
    mustBe(session, pathTo(one), 'in the list', !one.deleted, resource !== undefined);
    if (resource && !one.deleted) mustMatch(session, one, resource, false);
  }
}

async function readPages(session: Session, type: Tracked['type']): Promise<Map<string, JsonObject>> {
  const found = new Map<string, JsonObject>();
  const excluded = type === 'Group' ? { excludedAttributes: 'members' } : {};
  let startIndex = 1;
  let total = 0;
  do {
    const page = await query(session, endpointOf(type), { startIndex, count: PAGE_SIZE, ...excluded });
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
