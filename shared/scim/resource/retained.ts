/**
 * What of an extension is shown now (RFC 7643 §3.3, §7). A schema of an account's own changes: values of an attribute
 * that it has ceased to define, or defines with another type, stay in the store until the attribute returns as it was.
 */

import type { ResourceType } from '../schema/resource-type.ts';
import { type ComplexValue, isComplex, own, type Resource, type Value } from './resource.ts';
import type { ValueChecks } from './rules.ts';

type IsOfType = ValueChecks['isOfType'];

/** The resource without the values that are only kept; the same object when there are none. */
export function visiblePart(type: ResourceType, resource: Resource, isOfType: IsOfType): Resource {
  const kept = retainedPart(type, resource, isOfType);
  if (Object.keys(kept).length === 0) return resource;
  const entries = Object.entries(resource).flatMap(([name, value]): [string, Value][] => {
    const left = isComplex(value) ? withoutRetained(value, own(kept, name)) : value;
    return left === undefined ? [] : [[name, left]];
  });
  return Object.fromEntries(entries);
}

/** The values that are only kept, below the URN of their extension. */
export function retainedPart(type: ResourceType, resource: Resource, isOfType: IsOfType): Resource {
  const containers = Object.entries(resource).flatMap(([urn, container]): [string, Value][] => {
    const extension = type.extension(urn);
    if (!extension || !isComplex(container)) return [];
    const hidden = Object.entries(container).filter(([name, value]) => {
      const attribute = extension.attributes.named(name);
      return !attribute || !isOfType(attribute, value);
    });
    return hidden.length === 0 ? [] : [[urn, Object.fromEntries(hidden)]];
  });
  return Object.fromEntries(containers);
}

function withoutRetained(container: ComplexValue, hidden: Value | undefined): ComplexValue | undefined {
  if (!isComplex(hidden)) return container;
  const left = Object.entries(container).filter(([name]) => !Object.hasOwn(hidden, name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/**
 * The new attributes, plus values that are only kept: the client cannot see them, so leaving them out does
 * not mean that they shall go.
 */
export function withRetained(kept: Resource, after: Resource): Resource {
  const containers = Object.entries(kept).map(([urn, hidden]): [string, Value] => {
    const given = own(after, urn);
    return [urn, { ...(isComplex(hidden) ? hidden : {}), ...(isComplex(given) ? given : {}) }];
  });
  return { ...after, ...Object.fromEntries(containers) };
}
