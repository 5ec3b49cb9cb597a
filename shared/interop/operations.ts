/** One operation of a client -> the operations that the core takes (RFC 7644 §3.5.2). */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { named } from './json-object.ts';
import { addNothing, dottedUrn, removeWithValue, wholeRules, wordRules } from './operation-rules.ts';
import { targetOf } from './paths.ts';
import { type Note, rewrite } from './quirk.ts';
import { unfold } from './unfold.ts';
import { tolerateValue } from './values.ts';

/** The operation itself when no rule changes anything. */
export function tolerateOperation(type: ResourceType, json: Json, note: Note): readonly Json[] {
  if (!isObject(json)) return [json];
  const worded = rewrite(wordRules, type, json, note);
  const operation = operationOf(worded);
  if (!operation) return [worded];
  const quirks: string[] = [];
  const meant = meantBy(type, operation, (quirk) => quirks.push(quirk));
  for (const quirk of quirks) note(quirk);
  return quirks.length === 0 ? [worded] : meant.map((one) => ({ ...one }));
}

function meantBy(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  return whole(type, operation, note)
    .flatMap((one) => unfold(type, one, note))
    .map((one) => rewrite([dottedUrn, removeWithValue], type, one, note))
    .map((one) => withValue(type, one, note))
    .map((one) => rewrite([addNothing], type, one, note));
}

function whole(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  return wholeRules.reduce<readonly Operation[]>(
    (operations, rule) =>
      operations.flatMap((one) => {
        const meant = rule.apply(type, one);
        if (meant) note(rule.name);
        return meant ?? [one];
      }),
    [operation],
  );
}

/** The value as a value of what the path names. Removing "" from a list has no meaning that could be guessed. */
function withValue(type: ResourceType, operation: Operation, note: Note): Operation {
  const { op, path, value } = operation;
  const target = path === undefined ? undefined : targetOf(type, path);
  if (!target || value === undefined || (op === 'remove' && value === '')) return operation;
  return { ...operation, value: tolerateValue(target.attribute, value, note) };
}

/** @returns undefined for what the core will refuse. */
function operationOf(json: JsonObject): Operation | undefined {
  const op = named(json, 'op')?.[1];
  const path = named(json, 'path')?.[1] ?? '';
  const value = named(json, 'value')?.[1];
  if ((op !== 'add' && op !== 'remove' && op !== 'replace') || typeof path !== 'string') return undefined;
  return { op, ...(path === '' ? {} : { path }), ...(value === undefined ? {} : { value }) };
}
