/** Entra's lookups and probes: lists with the number of results that must come (RFC 7644 §3.4.2). */

import { digitsOf, isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/urns.ts';
import { equals, queryPath } from '../client/filter-query.ts';
import { check, mustBe } from './check.ts';
import { endpointOf, type Session, type Tracked } from './session.ts';

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

/** Looks `tracked` up; it must be the only match and stand there as it should. */
export async function find(
  session: Session,
  tracked: Tracked,
  attribute: string,
  value: string,
): Promise<void> {
  const listing = await lookup(session, tracked.type, attribute, value);
  mustCount(session, listing, 1);
  for (const resource of listing.resources) check(session, tracked, resource, false);
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
