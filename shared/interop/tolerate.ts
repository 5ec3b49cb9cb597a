/**
 * The interop room: from a body as a client wrote it to what RFC 7643 and RFC 7644 would have it send. Each habit that
 * departs from them is one small named rule; what no rule knows reaches the core as it came, and becomes its error.
 * Never throws, reads no store and knows no client by name. docs/quirks.md lists the rules.
 */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Operation, type PatchOp, readPatchOp } from '../scim/messages/patch-op.ts';
import { hasTooManyOperations, tooManyOperations } from '../scim/patch/work.ts';
import { rootEntries } from '../scim/resource/body.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { keyRules, withKeysInPlace } from './body-rules.ts';
import { extensionSchemas, extras, ownAttributes, withoutExtras } from './dropped.ts';
import { envelopeRules, rewordMessage, wordRules } from './message-rules.ts';
import { aboutElement, clearRules, pathRules, withTargetValue } from './operation-rules.ts';
import { notingPolicy } from './paths.ts';
import { mapValues, type Note, named, type Quirk, rewrite, unlessUnchanged } from './quirk.ts';
import { elementRules, shapeRules } from './shape-rules.ts';
import { pathKey, unfold } from './unfold.ts';
import { tolerateValues, valueRules } from './value-rules.ts';

export { notingPolicy, policy } from './paths.ts';
export type { Note } from './quirk.ts';

/** The names of all rules. */
export const quirks: ReadonlySet<string> = new Set(
  [
    ...[...shapeRules, ...valueRules, ...elementRules],
    ...[...keyRules, ...extras, ownAttributes, extensionSchemas],
    ...[...envelopeRules, ...wordRules],
    ...[pathKey, ...pathRules, ...clearRules],
  ].map((rule) => rule.name),
);

/** Bodies of create and replace; the body itself when no rule changes anything. */
export function tolerateResource(type: ResourceType, body: Json, note: Note): Json {
  if (!isObject(body)) return body;
  const root = rootOf(type, body);
  return unlessUnchanged(body, note, (noteHere) => {
    const placed = withKeysInPlace(type, root, noteHere);
    return mapValues(tolerateValues(type.attributes.named, placed, noteHere), (name, json) => {
      const extension = type.extension(name);
      return extension && isObject(json) ? tolerateValues(extension.attributes.named, json, noteHere) : json;
    });
  });
}

/** Bodies of modify, read: the message in the words of the RFC, then one operation after the other. */
export function* toleratePatch(type: ResourceType, body: Json, note: Note): Generator<undefined, PatchOp> {
  const operations = isObject(body) ? named(body, 'Operations')?.[1] : undefined;
  if (Array.isArray(operations) && hasTooManyOperations(type, operations)) {
    return { operations: [], errors: [tooManyOperations()] };
  }
  return yield* readPatchOp(rewordMessage(type, body, note), notingPolicy(note), {
    reword: (operation) => rewrite(wordRules, type, operation, note),
    meaning: (operation) =>
      unlessUnchanged([operation], note, (noteHere) => meantBy(type, operation, noteHere)),
  });
}

type Stage = (type: ResourceType, operation: Operation, note: Note) => readonly Operation[];

const each =
  (stage: (...given: Parameters<Stage>) => Operation): Stage =>
  (...given) => [stage(...given)];

const ruled = (rules: readonly Quirk<ResourceType, Operation>[]): Stage =>
  each((type, operation, note) => rewrite(rules, type, operation, note));

/** In this order; each takes what the ones before it made. */
const stages: readonly Stage[] = [
  withoutExtras,
  unfold,
  ruled(pathRules),
  each(aboutElement),
  each(withTargetValue),
  ruled(clearRules),
];

/** What an operation of a client stands for (RFC 7644 §3.5.2). */
function meantBy(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  let operations: readonly Operation[] = [operation];
  for (const stage of stages) {
    const [first, second] = operations;
    operations =
      first && !second ? stage(type, first, note) : operations.flatMap((one) => stage(type, one, note));
  }
  return operations;
}

/** Attributes below the URN of the core schema stand at the root; one that is given twice is for the core to report. */
function rootOf(type: ResourceType, body: JsonObject): JsonObject {
  const entries = rootEntries(type, body);
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  return names.size === entries.length ? Object.fromEntries(entries) : body;
}
