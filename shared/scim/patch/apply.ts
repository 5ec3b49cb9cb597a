/**
 * RFC 7644 §3.5.2: folds operations over a resource. All or nothing: the first error leaves the caller with the
 * resource it had. Pure, so that a store may run it again on a newer version.
 */

import { invalidValue, mutability, type ScimError, tooMany } from '../error.ts';
import { isObject, type Json } from '../json.ts';
import type { Operation, Sent } from '../messages/patch-op.ts';
import { mergeEach } from '../resource/elements.ts';
import { readValue } from '../resource/read.ts';
import { type ComplexValue, isComplex, own, type Resource, type Value } from '../resource/resource.ts';
import { lostRequired, onePrimary, type RequiredValue, requireValueLimit } from '../resource/rules.ts';
import { type Attribute, sameName, singleOf } from '../schema/attribute.ts';
import { field, fix, say } from '../text.ts';
import { add } from './add.ts';
import { inOperation, named } from './in-operation.ts';
import { type MemberChange, type MemberFold, noMembersYet, settleMembers } from './member-change.ts';
import { foldMembers, isByName } from './members.ts';
import { remove, removeListed } from './remove.ts';
import { replace } from './replace.ts';
import { type PatchContext, type Step, stepsOf } from './steps.ts';
import { elementsOf, noMatch, omit, selects, type Target } from './target.ts';

export type { PatchContext } from './steps.ts';

export interface Patched {
  readonly resource: Resource;
  readonly members: MemberChange;
}

interface Folded extends Patched {
  readonly members: MemberFold;
}

export function applyPatch(
  context: PatchContext,
  resource: Resource,
  operations: readonly Operation[],
): Patched {
  const start: Folded = { resource, members: noMembersYet() };
  const steps = allSteps(context, operations);
  const patched = steps.reduce(
    (state, step) => inOperation(step.sent, () => applyStep(context, state, step)),
    start,
  );
  const lost = lostRequired(context.type, resource, patched.resource);
  if (lost) throw cleared(lost, steps);
  return { ...patched, members: settleMembers(patched.members, context.type.memberTypes) };
}

/** RFC 7644 §3.5.2.2: mutability if it was removed; invalidValue if it was given no value. */
function cleared({ attribute, path }: RequiredValue, steps: readonly SentStep[]): ScimError {
  const step = steps.findLast(({ target }) => target.attribute === attribute);
  const text = say`${field(path)} is required and cannot be cleared: ${fix`send another value, or leave it out`}.`;
  return step?.op === 'remove'
    ? named(step.sent, mutability('required', text))
    : invalidValue('required', text);
}

interface SentStep extends Step {
  readonly sent: Sent;
}

/** Operations on the members of a group are not counted: clients send one for each member. */
const MAX_OPERATIONS = 1000;

function allSteps(context: PatchContext, operations: readonly Operation[]): SentStep[] {
  const all: SentStep[] = [];
  let counted = 0;
  for (const operation of operations) {
    const steps = inOperation(operation.sent, () => stepsOf(context, operation));
    if (!namesMembers(context, steps)) counted += 1;
    if (counted > MAX_OPERATIONS) {
      throw tooMany(
        'too-many-operations',
        say`A PATCH may hold ${MAX_OPERATIONS} operations, and any number that add members or remove them by id; this one holds more: ${fix`split it`}.`,
      );
    }
    for (const step of steps) all.push({ ...step, sent: operation.sent });
  }
  return all;
}

const namesMembers = ({ type }: PatchContext, steps: readonly Step[]): boolean =>
  steps.length > 0 &&
  steps.every(({ target }) => target.attribute.name === type.detached && isByName(target));

function applyStep(context: PatchContext, state: Folded, step: Step): Folded {
  const { attribute, extension, sub, path } = step.target;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    throw mutability('read-only', say`${field(path)} is set by the service provider and cannot be changed.`);
  }
  if (attribute.name === context.type.detached) {
    const value = listOf(context, step);
    return { ...state, members: foldMembers(context.type, state.members, step.op, step.target, value) };
  }
  const container = containerOf(state.resource, extension);
  const current = own(container, attribute.name);
  // A value that the client cannot see goes only by name (resource/retained.ts).
  if (step.unnamed && current !== undefined && !context.checks.isOfType(attribute, current)) return state;
  const next = settleElements(attribute, current, nextValue(context, step, current), path);
  requireValueLimit(next, path);
  return { ...state, resource: withValue(state.resource, extension, attribute, next) };
}

function nextValue(context: PatchContext, step: Step, current: Value | undefined): Value | undefined {
  const { op, target, value: json } = step;
  if (target.filter && !target.attribute.multiValued) return nextIfSelected(context, step, current);
  const value = readTarget(context, target, json, current);
  requireValueLimit(value, target.path);
  if (op === 'remove') {
    const listed = context.policy.removeListedValues && json !== undefined;
    if (!listed || target.filter) return remove(target, current);
    if (value !== undefined) return removeListed(target, current, value);
    return target.attribute.multiValued ? current : remove(target, current);
  }
  if (op === 'add') return value === undefined ? current : add(target, current, value);
  const nulls = nullNames(json, target.attribute);
  if (value === undefined && nulls.length === 0) return clears(json) ? remove(target, current) : current;
  return replace(target, current, value, nulls);
}

/** The filter on a singular attribute says whether the operation concerns its value; a `remove` need not. */
function nextIfSelected(context: PatchContext, step: Step, current: Value | undefined): Value | undefined {
  const { filter: _filter, ...target } = step.target;
  if (current !== undefined && selects(step.target, current)) {
    return nextValue(context, { ...step, target }, current);
  }
  if (step.op === 'remove') return current;
  throw noMatch(step.target);
}

/** `remove` without a value stays undefined (all members); with one, even an empty list, it is a list. */
function listOf(context: PatchContext, { op, target, value }: Step): Value | undefined {
  if (op === 'remove' && (value === undefined || !context.policy.removeListedValues)) return undefined;
  if (op === 'remove' && value === null) {
    throw invalidValue(
      'member-needed',
      say`${field(target.path)}: ${fix`send the members to remove as an array; without "value", all members are removed`}.`,
    );
  }
  const read = readTarget(context, target, value);
  if (read === undefined && Array.isArray(value) && value.length > 0) {
    throw invalidValue('member-needed', say`${field(target.path)}: no element of the array names a member.`);
  }
  return read ?? [];
}

/** A value filter selects elements, so the value is one element; a sub-attribute takes its own type. */
function readTarget(
  { checks }: PatchContext,
  target: Target,
  json: Json | undefined,
  current?: Value,
): Value | undefined {
  if (json === undefined) return undefined;
  const { attribute, sub, filter, path } = target;
  if (sub) return readValue(sub, json, path, checks, isComplex(current) ? own(current, sub.name) : undefined);
  return filter
    ? readValue(singleOf(attribute), json, path, checks)
    : readValue(attribute, json, path, checks, current);
}

/** Only null and empty lists unassign; what was dropped as unknown, or said nothing, leaves the value alone. */
const clears = (json: Json | undefined): boolean =>
  json === null || (Array.isArray(json) && json.every((element) => element === null));

function nullNames(json: Json | undefined, attribute: Attribute): string[] {
  if (!isObject(json) || attribute.multiValued) return [];
  const nulls = Object.keys(json).filter((name) => json[name] === null);
  const subs = attribute.subAttributes ?? [];
  return subs.filter((sub) => nulls.some((name) => sameName(name, sub.name))).map((sub) => sub.name);
}

/** Each element once, and one of them primary at most. */
function settleElements(
  attribute: Attribute,
  before: Value | undefined,
  after: Value | undefined,
  path: string,
): Value | undefined {
  if (!attribute.multiValued || after === undefined || after === before) return after;
  return onePrimary(elementsOf(before), mergeEach(attribute, elementsOf(after)), path);
}

function containerOf(resource: Resource, extension: string | undefined): ComplexValue {
  if (extension === undefined) return resource;
  const container = own(resource, extension);
  return isComplex(container) ? container : {};
}

function withValue(
  resource: Resource,
  extension: string | undefined,
  attribute: Attribute,
  value: Value | undefined,
): Resource {
  const container = containerOf(resource, extension);
  const changed =
    value === undefined ? omit(container, attribute.name) : { ...container, [attribute.name]: value };
  if (extension === undefined) return changed ?? {};
  return changed === undefined ? (omit(resource, extension) ?? {}) : { ...resource, [extension]: changed };
}
