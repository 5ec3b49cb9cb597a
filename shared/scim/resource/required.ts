/** RFC 7643 §7 `required`: checked when a resource is created or replaced, and when a PATCH clears a value. */

import { invalidValue, mutability } from '../error.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import { isComplex, own, type Resource, type Value } from './resource.ts';

/** Throws invalidValue when a required attribute has no value (RFC 7644 §3.3, §3.5.1). */
export function requireAll(type: ResourceType, resource: Resource): void {
  for (const { path, value } of required(type, resource)) {
    if (isUnassigned(value))
      throw invalidValue('required', say`${field(path)} is required: ${fix`send a value for it`}.`);
  }
}

/**
 * Throws when a required attribute that had a value lost it: mutability if it was removed (RFC 7644 §3.5.2.2), invalidValue
 * if it was given none. One that never had a value does not fail the request: the field may have been made required later.
 * @param isRemoved whether it was a `remove` that took the value away
 */
export function requireKept(
  type: ResourceType,
  before: Resource,
  after: Resource,
  isRemoved: (attribute: Attribute) => boolean,
): void {
  const earlier = [...required(type, before)];
  for (const [index, { attribute, path, value }] of [...required(type, after)].entries()) {
    if (!isUnassigned(value) || isUnassigned(earlier[index]?.value)) continue;
    throw (isRemoved(attribute) ? mutability : invalidValue)(
      'required',
      say`${field(path)} is required and cannot be cleared: ${fix`send another value, or leave it out`}.`,
    );
  }
}

interface Required {
  readonly attribute: Attribute;
  readonly path: string;
  readonly value: Value | undefined;
}

function* required(type: ResourceType, resource: Resource): Iterable<Required> {
  for (const attribute of type.schema.attributes.filter(isRequired)) {
    yield { attribute, path: attribute.name, value: own(resource, attribute.name) };
  }
  for (const extension of type.extensions) {
    const container = own(resource, extension.id);
    for (const attribute of extension.attributes.filter(isRequired)) {
      const value = isComplex(container) ? own(container, attribute.name) : undefined;
      yield { attribute, path: `${extension.id}:${attribute.name}`, value };
    }
  }
}

const isRequired = (attribute: Attribute): boolean => attribute.required;

const isUnassigned = (value: Value | undefined): boolean => value === undefined || value === '';
