/**
 * The door of the interop room: rewrites what a client sent into what RFC 7643 and RFC 7644 would have it send. Never
 * throws: what no rule knows reaches the core as it came, and becomes its error. docs/quirks.md lists the rules.
 */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Sent } from '../scim/messages/patch-op.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { findExtension, type ResourceType, rootAttributes } from '../scim/schema/resource-type.ts';
import { keyRules, settleKeys } from './body-rules.ts';
import { elementRules } from './element-rules.ts';
import { envelopeRules } from './envelope-rules.ts';
import { extras } from './extras.ts';
import { mapValues, named } from './json-object.ts';
import { addNothing, dottedUrn, removeWithValue, wordRules } from './operation-rules.ts';
import { tolerateOperation } from './operations.ts';
import { extensionSchemas, ownAttributes } from './own-attributes.ts';
import { type Note, rewrite, unlessUnchanged } from './quirk.ts';
import { shapeRules } from './shape-rules.ts';
import { pathKey } from './unfold.ts';
import { valueRules } from './value-rules.ts';
import { tolerateValues } from './values.ts';

export { policy } from './policy.ts';
export type { Note } from './quirk.ts';

/** The names of all rules. */
export const quirks: ReadonlySet<string> = new Set(
  [
    ...[...shapeRules, ...valueRules, ...elementRules],
    ...[...keyRules, ...extras, ownAttributes, extensionSchemas],
    ...[...envelopeRules, ...wordRules],
    ...[pathKey, dottedUrn, removeWithValue, addNothing],
  ].map((rule) => rule.name),
);

/** Bodies of create and replace; the body itself when no rule changes anything. */
export function tolerateResource(type: ResourceType, body: Json, note: Note): Json {
  if (!isObject(body)) return body;
  const root = rootOf(type, body);
  return unlessUnchanged(body, note, (noteHere) => {
    const settled = settleKeys(type, root, noteHere);
    return mapValues(tolerateValues(rootAttributes(type), settled, noteHere), (name, json) => {
      const extension = findExtension(type, name);
      return extension && isObject(json) ? tolerateValues(extension.attributes, json, noteHere) : json;
    });
  });
}

export interface ToleratedPatch {
  readonly body: Json;
  /** What of the client's each operation in it stands for. */
  readonly sent: readonly Sent[];
}

/** Bodies of modify; the body itself when no rule changes anything. */
export function toleratePatch(type: ResourceType, body: Json, note: Note): ToleratedPatch {
  const [key, operations] = (isObject(body) && named(body, 'Operations')) || [];
  if (!isObject(body) || key === undefined || !Array.isArray(operations)) return { body, sent: [] };
  const sent: Sent[] = [];
  const meant = unlessUnchanged(body, note, (noteHere) => ({
    ...rewrite(envelopeRules, type, body, noteHere),
    [key]: operations.flatMap((operation: Json, index) => {
      const ones = tolerateOperation(type, operation, noteHere);
      for (const _one of ones) sent.push(sentAs(operation, index));
      return ones;
    }),
  }));
  return { body: meant, sent };
}

function sentAs(operation: Json, index: number): Sent {
  const path = isObject(operation) ? named(operation, 'path')?.[1] : undefined;
  return typeof path === 'string' ? { index, path } : { index };
}

/** Attributes below the URN of the core schema stand at the root; one that is given twice is for the core to report. */
function rootOf(type: ResourceType, body: JsonObject): JsonObject {
  const entries = rootEntries(type, body);
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  return names.size === entries.length ? Object.fromEntries(entries) : body;
}
