/** One operation of a client -> the operations that the core takes (RFC 7644 §3.5.2). */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { roleText } from './element-rules.ts';
import { withoutExtras } from './extras.ts';
import { named, namesTwice } from './json-object.ts';
import { addNothing, dottedUrn, removeWithValue, wordRules } from './operation-rules.ts';
import { targetOf, type ValueTarget } from './paths.ts';
import { type Note, rewrite, unlessUnchanged } from './quirk.ts';
import { isContainer } from './shape-rules.ts';
import { unfold } from './unfold.ts';
import { isReference } from './value-rules.ts';
import { tolerateValue } from './values.ts';

/** The operation itself when no rule changes anything. */
export function tolerateOperation(type: ResourceType, json: Json, note: Note): readonly Json[] {
  if (!isObject(json)) return [json];
  const worded = rewrite(wordRules, type, json, note);
  const operation = operationOf(worded);
  if (!operation) return [worded];
  return unlessUnchanged([worded], note, (noteHere) =>
    meantBy(type, operation, noteHere).map((one) => ({ ...one })),
  );
}

function meantBy(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  return withoutExtras(type, operation, note)
    .flatMap((one) => unfold(type, one, note))
    .map((one) => rewrite([dottedUrn, removeWithValue], type, one, note))
    .map((one) => aboutElement(type, one, note))
    .map((one) => withValue(type, one, note))
    .map((one) => rewrite([addNothing], type, one, note));
}

/** The value as a value of what the path names. Removing "" from a list has no meaning that could be guessed. */
function withValue(type: ResourceType, operation: Operation, note: Note): Operation {
  const { op, path, value } = operation;
  const target = path === undefined ? undefined : targetOf(type, path);
  if (!target || value === undefined || (op === 'remove' && value === '')) return operation;
  const id = idIn(target, value, note);
  return { ...operation, value: id === undefined ? tolerateValue(target.attribute, value, note) : id };
}

/** JSON text for the `.value` of a role tells its label, too: it is the element that the operation is about. */
function aboutElement(type: ResourceType, operation: Operation, note: Note): Operation {
  const { op, path = '', value } = operation;
  const { whole, attribute } = targetOf(type, path) ?? {};
  if (!whole || attribute?.name !== 'value' || typeof value !== 'string') return operation;
  const role = rewrite([roleText], whole, { value }, note);
  const element = path.slice(0, path.lastIndexOf(']') + 1);
  if (op === 'remove' || element === '') return { ...operation, value: role.value ?? value };
  return role.value === value ? operation : { op: 'add', path: element, value: role };
}

/** Below the `.value` of a reference stands what can stand for the reference; undefined for what cannot. */
function idIn({ whole, attribute }: ValueTarget, value: Json, note: Note): Json | undefined {
  if (!whole || !isReference(whole) || attribute.name !== 'value' || !isContainer(value)) return undefined;
  const notes: Parameters<Note>[] = [];
  const meant = tolerateValue(whole, { value }, (...one) => notes.push(one));
  const id = isObject(meant) ? onlyId(meant) : meant;
  if (id !== undefined) for (const one of notes) note(...one);
  return id;
}

function onlyId(reference: JsonObject): Json | undefined {
  const [key, id] = named(reference, 'value') ?? [];
  const rest = Object.entries(reference).filter(([name]) => name !== key && !sameName(name, '$ref'));
  return id !== undefined && !isContainer(id) && rest.every(([, part]) => isEmpty(part)) ? id : undefined;
}

/** @returns undefined for what the core will refuse. */
function operationOf(json: JsonObject): Operation | undefined {
  if (namesTwice(json)) return undefined;
  const op = named(json, 'op')?.[1];
  const path = named(json, 'path')?.[1] ?? '';
  const value = named(json, 'value')?.[1];
  if ((op !== 'add' && op !== 'remove' && op !== 'replace') || typeof path !== 'string') return undefined;
  return { op, ...(path === '' ? {} : { path }), ...(value === undefined ? {} : { value }) };
}
