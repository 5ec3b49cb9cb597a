/** RFC 7643 §7 `required`: checked when a resource is created or replaced, and when a PATCH clears one. */

import { invalidValue } from '../error.ts';
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
 * The first required attribute that had a value and has none any more. One that never had a value does not fail the
 * request: the field may have been made required later.
 */
export function lostRequired(type: ResourceType, before: Resource, after: Resource): Required | undefined {
  const earlier = [...required(type, before)];
  return [...required(type, after)].find(
    ({ value }, index) => isUnassigned(value) && !isUnassigned(earlier[index]?.value),
  );
}

export interface Required {
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
