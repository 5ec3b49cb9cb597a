/** What values are held to beside their type: RFC 7643 §7 `required`, §2.4 `primary`, and how many there may be. */

import { invalidValue } from '../error.ts';
import type { Json } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import { isComplex, isMultiple, own, type Resource, type Value } from './resource.ts';

/** What reading a client's value needs from outside the pure core; the caller of an operation hands it in. */
export interface ValueChecks {
  /** Validates a value against the characteristics of `attribute`; throws invalidValue naming `path`. */
  readonly validate: (attribute: Attribute, value: Json, path: string) => Value;
  /** Whether a stored value has the type of `attribute`; an option that was taken away since still has. */
  readonly isOfType: (attribute: Attribute, value: Json) => value is Value;
  /**
   * Told of data under an attribute that this resource type does not have. Throws to refuse the request;
   * returns to let the data be dropped.
   */
  readonly unknownAttribute: (path: string) => void;
}

/** Throws invalidValue when a required attribute has no value (RFC 7644 §3.3, §3.5.1). */
export function requireAll(type: ResourceType, resource: Resource): void {
  for (const { path, value } of required(type, resource)) {
    if (isUnassigned(value))
      throw invalidValue('required', say`${field(path)} is required: ${fix`send a value for it`}.`);
  }
}

/**
 * The first required attribute that had a value and has none any more. One that never had a value does not fail the
 * request: the field may have been made required later.
 */
export function lostRequired(
  type: ResourceType,
  before: Resource,
  after: Resource,
): RequiredValue | undefined {
  const earlier = [...required(type, before)];
  return [...required(type, after)].find(
    ({ value }, index) => isUnassigned(value) && !isUnassigned(earlier[index]?.value),
  );
}

export interface RequiredValue {
  readonly attribute: Attribute;
  readonly path: string;
  readonly value: Value | undefined;
}

function* required(type: ResourceType, resource: Resource): Iterable<RequiredValue> {
  for (const attribute of type.schema.attributes.required) {
    yield { attribute, path: attribute.name, value: own(resource, attribute.name) };
  }
  for (const extension of type.extensions) {
    const container = own(resource, extension.id);
    for (const attribute of extension.attributes.required) {
      const value = isComplex(container) ? own(container, attribute.name) : undefined;
      yield { attribute, path: `${extension.id}:${attribute.name}`, value };
    }
  }
}

const isUnassigned = (value: Value | undefined): boolean => value === undefined || value === '';

export const isPrimary = (value: Value): boolean => isComplex(value) && value.primary === true;

/** The value without the mark. */
export const notPrimary = (value: Value): Value =>
  isComplex(value) && value.primary === true ? { ...value, primary: false } : value;

/**
 * RFC 7644 §3.5.2: a value that became primary takes the mark from the one that had it. Two new ones at once
 * are a contradiction.
 */
export function onePrimary(
  before: readonly Value[],
  after: readonly Value[],
  path: string,
): readonly Value[] {
  if (after.filter(isPrimary).length < 2) return after;
  const held = new Set(before.filter(isPrimary));
  const settled = after.map((value) => (held.has(value) ? notPrimary(value) : value));
  if (settled.filter(isPrimary).length > 1) {
    throw invalidValue(
      'several-primary',
      say`${field(path)} has more than one value with primary true: ${fix`keep it on one of them`}.`,
    );
  }
  return settled;
}

/** Values of a multi-valued attribute other than a group's members: each operation looks at all of them. */
export const MAX_VALUES = 1000;

/** Throws invalidValue for more values than one attribute may have. */
export function requireValueLimit(value: Value | undefined, path: string): void {
  if (isMultiple(value)) requireElementLimit(value.length, path);
}

/** The same for a list that is not read yet. */
export function requireElementLimit(count: number, path: string): void {
  if (count <= MAX_VALUES) return;
  throw invalidValue(
    'too-many-values',
    say`${field(path)} would have ${count} values; at most ${MAX_VALUES} are kept: ${fix`send fewer`}.`,
  );
}
