/** Operations of a PATCH (RFC 7644 §3.5.2) that have been read: their paths, and their values as values of the target. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { colonPath, pathOf, targetOf, type ValueTarget } from './paths.ts';
import { type Note, named, type Quirk, rewrite } from './quirk.ts';
import { isContainer, roleText } from './shape-rules.ts';
import { isReference, tolerateValue } from './value-rules.ts';

type OperationRule = Quirk<ResourceType, Operation>;

const dottedUrn: OperationRule = {
  name: 'dotted-urn',
  source: 'Entra ID jobs from before 18 December 2018: a dot between URN and attribute',
  apply: (type, operation) => {
    const path = operation.path && colonPath(type, operation.path.text);
    return path && { ...operation, path };
  },
};

const removeWithValue: OperationRule = {
  name: 'remove-with-value',
  source:
    'Entra ID: an empty value beside the path of a singular attribute, or beside a value filter; one that is not empty is compared',
  apply: (type, { value, ...operation }) => {
    if (operation.op !== 'remove' || value === undefined || !isEmpty(value)) return undefined;
    const target = targetOf(type, operation.path);
    return target?.single || target?.filtered ? operation : undefined;
  },
};

const addNothing: OperationRule = {
  name: 'add-nothing',
  source: 'Microsoft gallery tests: add of "" or null to clear an attribute',
  apply: (type, operation) =>
    operation.op === 'add' && saysNothing(operation.value) && targetOf(type, operation.path)?.single
      ? { ...operation, op: 'replace' }
      : undefined,
};

/** In this order; they look at the path, before the value is read by it. */
export const pathRules: readonly OperationRule[] = [dottedUrn, removeWithValue];

/** They come after the rules for values, which make null of what is empty. */
export const clearRules: readonly OperationRule[] = [addNothing];

const saysNothing = (value: Json | undefined): boolean =>
  value === null || (isObject(value) && Object.values(value).includes(null));

/** JSON text for the `.value` of a role tells its label, too: it is the element that the operation is about. */
export function aboutElement(type: ResourceType, operation: Operation, note: Note): Operation {
  const { op, path, value, sent } = operation;
  const { parent, attribute } = targetOf(type, path) ?? {};
  if (!path || !parent || attribute?.name !== 'value' || typeof value !== 'string') return operation;
  const role = rewrite([roleText], parent, { value }, note);
  const element = path.text.slice(0, path.text.lastIndexOf(']') + 1);
  if (op === 'remove' || element === '') return { ...operation, value: role.value ?? value };
  return role.value === value ? operation : { op: 'add', path: pathOf(element), value: role, sent };
}

/** The value as a value of what the path names. Removing "" from a list has no meaning that could be guessed. */
export function withTargetValue(type: ResourceType, operation: Operation, note: Note): Operation {
  const { op, path, value } = operation;
  const target = targetOf(type, path);
  if (!target || value === undefined || (op === 'remove' && value === '')) return operation;
  const id = idIn(target, value, note);
  return { ...operation, value: id === undefined ? tolerateValue(target.attribute, value, note) : id };
}

/** Below the `.value` of a reference stands what can stand for the reference; undefined for what cannot. */
function idIn({ parent, attribute }: ValueTarget, value: Json, note: Note): Json | undefined {
  if (!parent || !isReference(parent) || attribute.name !== 'value' || !isContainer(value)) return undefined;
  const notes: Parameters<Note>[] = [];
  const meant = tolerateValue(parent, { value }, (...one) => notes.push(one));
  const id = isObject(meant) ? onlyId(meant) : meant;
  if (id !== undefined) for (const one of notes) note(...one);
  return id;
}

function onlyId(reference: JsonObject): Json | undefined {
  const [key, id] = named(reference, 'value') ?? [];
  const rest = Object.entries(reference).filter(([name]) => name !== key && !sameName(name, '$ref'));
  return id !== undefined && !isContainer(id) && rest.every(([, part]) => isEmpty(part)) ? id : undefined;
}
