/**
 * The door of the interop room: rewrites what a client sent into what RFC 7643 and RFC 7644 would have it send. Never
 * throws: what no rule knows reaches the core as it came, and becomes its error. docs/quirks.md lists the rules.
 */

import { isObject, type Json } from '../scim/json.ts';
import { findExtension, type ResourceType, rootAttributes } from '../scim/schema/resource-type.ts';
import { bodyRules, settleKeys } from './body-rules.ts';
import { elementRules } from './element-rules.ts';
import { mapValues, named } from './json-object.ts';
import { addNothing, dottedUrn, removeWithValue, wholeRules, wordRules } from './operation-rules.ts';
import { tolerateOperation } from './operations.ts';
import type { Note } from './quirk.ts';
import { shapeRules } from './shape-rules.ts';
import { pathKey } from './unfold.ts';
import { valueRules } from './value-rules.ts';
import { tolerateValues } from './values.ts';

export { policy } from './policy.ts';
export type { Note } from './quirk.ts';

/** The names of all rules. */
export const quirks: ReadonlySet<string> = new Set(
  [
    ...shapeRules,
    ...valueRules,
    ...elementRules,
    ...bodyRules,
    ...wordRules,
    ...wholeRules,
    ...[pathKey, dottedUrn, removeWithValue, addNothing],
  ].map((rule) => rule.name),
);

/** Bodies of create and replace; the body itself when no rule changes anything. */
export function tolerateResource(type: ResourceType, body: Json, note: Note): Json {
  if (!isObject(body)) return body;
  const settled = tolerateValues(rootAttributes(type), settleKeys(type, body, note), note);
  return mapValues(settled, (name, json) => {
    const extension = findExtension(type, name);
    return extension && isObject(json) ? tolerateValues(extension.attributes, json, note) : json;
  });
}

/** Bodies of modify; the body itself when no rule changes anything. */
export function toleratePatch(type: ResourceType, body: Json, note: Note): Json {
  const [key, operations] = (isObject(body) && named(body, 'Operations')) || [];
  if (!isObject(body) || key === undefined || !Array.isArray(operations)) return body;
  let changed = false;
  const meant = operations.flatMap((operation: Json) =>
    tolerateOperation(type, operation, (quirk) => {
      changed = true;
      note(quirk);
    }),
  );
  return changed ? { ...body, [key]: meant } : body;
}
