/** The requests that steps share for one resource: GET, PATCH, DELETE (RFC 7644 §3.4.1, §3.5.2, §3.6). */

import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/urns.ts';
import type { CheckSession } from './check-session.ts';
import { mustAnswer } from './expectation.ts';
import type { Created } from './people.ts';

export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

export async function read(session: CheckSession, { path }: Created, query = ''): Promise<JsonObject> {
  return mustAnswer(await session.send('GET', path + query), 200).body;
}

/** Resolves with the resource as GET shows it afterwards. */
export async function modify(
  session: CheckSession,
  resource: Created,
  ...operations: readonly Operation[]
): Promise<JsonObject> {
  const body = { schemas: [messages.patchOp], Operations: operations.map((one) => ({ ...one })) };
  mustAnswer(await session.send('PATCH', resource.path, body), 200, 204);
  return read(session, resource);
}

/** Deleted, and not found any more. */
export async function remove(session: CheckSession, { path }: Created): Promise<void> {
  mustAnswer(await session.send('DELETE', path), 204);
  mustAnswer(await session.send('GET', path), 404);
}

export function memberIds({ members }: JsonObject): readonly string[] {
  const list: readonly Json[] = Array.isArray(members) ? members : [];
  return list.map((one) => (typeof one === 'object' && one && 'value' in one ? String(one.value) : ''));
}
