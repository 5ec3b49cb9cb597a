/** RFC 7644 §3.5.2: one step of a PATCH on a resource, or on the change of its members. */

import { invalidValue, mutability } from '../error.ts';
import { isObject, type Json } from '../json.ts';
import type { Policy } from '../policy.ts';
import { mergeEach } from '../resource/elements.ts';
import { readValue } from '../resource/read.ts';
import { type ComplexValue, isComplex, own, type Resource, type Value } from '../resource/resource.ts';
import { onePrimary, requireElementLimit, requireValueLimit, type ValueChecks } from '../resource/rules.ts';
import { type Attribute, sameName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import type { MemberFold } from './member-change.ts';
import { foldMembers } from './members.ts';
import type { Step } from './steps.ts';
import { elementsOf, noMatch, selects, type Target, withoutAttributes } from './target.ts';
import { addValue, removeListedValue, removeValue, replaceValue } from './value-change.ts';
import { comparisonsOf, requireWorkWithin } from './work.ts';

export interface PatchContext {
  readonly type: ResourceType;
  readonly checks: ValueChecks;
  readonly policy: Policy;
}

/** What the steps so far have made. */
export interface PatchState {
  readonly resource: Resource;
  readonly members: MemberFold;
  /** Elements that they have looked at. */
  readonly work: number;
}

export function applyStep(context: PatchContext, state: PatchState, step: Step): PatchState {
  const { attribute, extension, sub, path } = step.target;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    throw mutability('read-only', say`${field(path)} is set by the service provider and cannot be changed.`);
  }
  if (attribute.name === context.type.detached) {
    const value = membersIn(context, step);
    return { ...state, members: foldMembers(context.type, state.members, step.op, step.target, value) };
  }
  const container = containerOf(state.resource, extension);
  const current = own(container, attribute.name);
  const work = state.work + workOf(step, current);
  requireWorkWithin(work);
  // A value that the client cannot see goes only by name (resource/retained.ts).
  if (step.unnamed && current !== undefined && !context.checks.isOfType(attribute, current)) return state;
  const next = mergeElements(attribute, current, nextValue(context, step, current), path);
  requireValueLimit(next, path);
  return { ...state, work, resource: withAttribute(state.resource, extension, attribute, next) };
}

/** Every operation looks at each element that is there, by each comparison of its filter, and at each that it brings. */
function workOf({ target, value }: Step, current: Value | undefined): number {
  if (!target.attribute.multiValued) return 0;
  const looks = target.filter ? comparisonsOf(target.filter) : 1;
  return elementsOf(current).length * looks + (Array.isArray(value) ? value.length : 1);
}

function nextValue(context: PatchContext, step: Step, current: Value | undefined): Value | undefined {
  const { op, target, value: json } = step;
  if (target.filter && !target.attribute.multiValued) return nextIfSelected(context, step, current);
  if (target.attribute.multiValued && Array.isArray(json)) requireElementLimit(json.length, target.path);
  const value = readTarget(context, target, json, current);
  if (op === 'remove') {
    const listed = context.policy.removeListedValues && json !== undefined;
    if (!listed || target.filter) return removeValue(target, current);
    context.policy.tolerated?.('removeListedValues');
    if (value !== undefined) return removeListedValue(target, current, value);
    return target.attribute.multiValued ? current : removeValue(target, current);
  }
  if (op === 'add') return value === undefined ? current : addValue(target, current, value);
  const nulls = nullNames(json, target.attribute);
  if (value === undefined && nulls.length === 0)
    return unassigns(json) ? removeValue(target, current) : current;
  return replaceValue(target, current, value, nulls);
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
function membersIn(context: PatchContext, { op, target, value }: Step): Value | undefined {
  if (op === 'remove' && (value === undefined || !context.policy.removeListedValues)) return undefined;
  if (op === 'remove' && value === null) {
    throw invalidValue(
      'member-needed',
      say`${field(target.path)}: ${fix`send the members to remove as an array; without "value", all members are removed`}.`,
    );
  }
  if (op === 'remove') context.policy.tolerated?.('removeListedValues');
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
    ? readValue(attribute.single, json, path, checks)
    : readValue(attribute, json, path, checks, current);
}

/** Only null and empty lists unassign; what was dropped as unknown, or said nothing, leaves the value alone. */
const unassigns = (json: Json | undefined): boolean =>
  json === null || (Array.isArray(json) && json.every((element) => element === null));

function nullNames(json: Json | undefined, attribute: Attribute): string[] {
  if (!isObject(json) || attribute.multiValued) return [];
  const nulls = Object.keys(json).filter((name) => json[name] === null);
  const subs = attribute.subAttributes;
  return subs.filter((sub) => nulls.some((name) => sameName(name, sub.name))).map((sub) => sub.name);
}

/** Each element once, and one of them primary at most. */
function mergeElements(
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

function withAttribute(
  resource: Resource,
  extension: string | undefined,
  attribute: Attribute,
  value: Value | undefined,
): Resource {
  const container = containerOf(resource, extension);
  const changed =
    value === undefined
      ? withoutAttributes(container, attribute.name)
      : { ...container, [attribute.name]: value };
  if (extension === undefined) return changed ?? {};
  return changed === undefined
    ? (withoutAttributes(resource, extension) ?? {})
    : { ...resource, [extension]: changed };
}
