/**
 * Which values of an extension are visible now (RFC 7643 §3.3, §7). An account can change its own schema: values of an attribute
 * that it no longer defines, or defines with another type, are retained in the store until the attribute returns as it was.
 */

import type { ResourceType } from '../schema/resource-type.ts';
import { type ComplexValue, isComplex, own, type Resource, type Value } from './resource.ts';
import type { ValueChecks } from './rules.ts';

type IsOfType = ValueChecks['isOfType'];

/** The resource without the values that are only retained; the same object when there are none. */
export function visiblePart(type: ResourceType, resource: Resource, isOfType: IsOfType): Resource {
  const retained = retainedPart(type, resource, isOfType);
  if (Object.keys(retained).length === 0) return resource;
  const entries = Object.entries(resource).flatMap(([name, value]): [string, Value][] => {
    const left = isComplex(value) ? withoutRetained(value, own(retained, name)) : value;
    return left === undefined ? [] : [[name, left]];
  });
  return Object.fromEntries(entries);
}

/** The values that are only retained, below the URN of their extension. */
export function retainedPart(type: ResourceType, resource: Resource, isOfType: IsOfType): Resource {
  const containers: [string, Value][] = [];
  for (const [urn, container] of Object.entries(resource)) {
    const extension = isComplex(container) ? type.extension(urn) : undefined;
    if (!extension || !isComplex(container)) continue;
    const retainedValues = Object.entries(container).filter(([name, value]) => {
      const attribute = extension.attributes.named(name);
      return !attribute || !isOfType(attribute, value);
    });
    if (retainedValues.length > 0) containers.push([urn, Object.fromEntries(retainedValues)]);
  }
  return Object.fromEntries(containers);
}

function withoutRetained(
  container: ComplexValue,
  retainedValues: Value | undefined,
): ComplexValue | undefined {
  if (!isComplex(retainedValues)) return container;
  const left = Object.entries(container).filter(([name]) => !Object.hasOwn(retainedValues, name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/**
 * The new attributes, plus values that are only retained: the client cannot see them, so leaving them out does
 * not remove them.
 */
export function withRetained(retained: Resource, after: Resource): Resource {
  const containers = Object.entries(retained).map(([urn, retainedValues]): [string, Value] => {
    const given = own(after, urn);
    return [
      urn,
      { ...(isComplex(retainedValues) ? retainedValues : {}), ...(isComplex(given) ? given : {}) },
    ];
  });
  return { ...after, ...Object.fromEntries(containers) };
}
