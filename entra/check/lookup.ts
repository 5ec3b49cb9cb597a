/** The lookups that steps share: one attribute, one value (RFC 7644 §3.4.2). */

import type { JsonObject } from '../../shared/scim/json.ts';
import { equals, queryPath } from '../client/filter-query.ts';
import type { Answer, CheckSession } from './check-session.ts';
import { listOf, must } from './expectation.ts';
import type { Created } from './people.ts';

export type Endpoint = '/Users' | '/Groups';

export const nameOf = (endpoint: Endpoint): string => (endpoint === '/Users' ? 'userName' : 'displayName');

export function lookup(
  session: CheckSession,
  endpoint: string,
  attribute: string,
  value: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const path = queryPath(endpoint, { ...parameters, filter: equals(attribute, value) });
  return session.send('GET', path);
}

/** The lookup finds this resource and no other. */
export async function mustFind(
  session: CheckSession,
  endpoint: Endpoint,
  created: Created,
  value: string = created.name,
): Promise<JsonObject> {
  const [found] = listOf(await lookup(session, endpoint, nameOf(endpoint), value), 1);
  must(found?.id === created.id, `the lookup must find the id ${created.id}`);
  return found ?? {};
}
