/** What a resource must hold under a path after it was written (RFC 7644 §3.5). */

import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { readAt } from './attribute-path.ts';
import { must, shown } from './expectation.ts';

/** Held against each other as text, as Entra does. */
export function mustHold(resource: JsonObject, path: string, expected: Json): void {
  const actual = readAt(resource, path);
  const same = shown(actual) === shown(expected);
  must(same, `${path} must be ${shown(expected)} as it was sent, not ${shown(actual)}`);
}

export function mustBeUnassigned(resource: JsonObject, path: string): void {
  const actual = readAt(resource, path);
  const empty = actual === undefined || actual === null || actual === '' || shown(actual) === '[]';
  must(empty, `${path} must be gone after it was cleared, not ${shown(actual)}`);
}
