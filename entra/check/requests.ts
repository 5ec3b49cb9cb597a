/** The requests that steps share: lookups by one attribute, then GET, PATCH and DELETE of one resource (RFC 7644 §3.4 to §3.6). */

import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
import { equals, queryPath } from '../client/wire.ts';
import type { Answer, CheckSession } from './check-session.ts';
import type { Created } from './people.ts';
import { must, mustAnswer, resourcesIn } from './step.ts';

export type Endpoint = '/Users' | '/Groups';

export const nameOf = (endpoint: Endpoint): string => (endpoint === '/Users' ? 'userName' : 'displayName');

export function lookUpBy(
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
  const [found] = resourcesIn(await lookUpBy(session, endpoint, nameOf(endpoint), value), 1);
  must(found?.id === created.id, `the lookup must find the id ${created.id}`);
  return found ?? {};
}

export interface SentOperation {
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

export async function getResource(session: CheckSession, { path }: Created, query = ''): Promise<JsonObject> {
  return mustAnswer(await session.send('GET', path + query), 200).body;
}

/** Resolves with the resource as GET shows it afterwards. */
export async function patchResource(
  session: CheckSession,
  resource: Created,
  ...operations: readonly SentOperation[]
): Promise<JsonObject> {
  const body = { schemas: [messages.patchOp], Operations: operations.map((one) => ({ ...one })) };
  mustAnswer(await session.send('PATCH', resource.path, body), 200, 204);
  return getResource(session, resource);
}

/** Deleted, and not found any more. */
export async function deleteAndVerify(session: CheckSession, { path }: Created): Promise<void> {
  mustAnswer(await session.send('DELETE', path), 204);
  mustAnswer(await session.send('GET', path), 404);
}

export function memberIds({ members }: JsonObject): readonly string[] {
  const list: readonly Json[] = Array.isArray(members) ? members : [];
  return list.map((one) => (typeof one === 'object' && one && 'value' in one ? String(one.value) : ''));
}
