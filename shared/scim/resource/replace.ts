/** RFC 7644 §3.5.1: what a replaced resource keeps of the one before. */

import { findAttribute } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { isComplex, own, type Resource, type Value } from './resource.ts';

/**
 * The new attributes, plus values of fields that the account has ceased to define: the client cannot see them, so
 * leaving them out does not mean that they shall go.
 */
export function replaceAttributes(type: ResourceType, before: Resource, after: Resource): Resource {
  const hidden = type.extensions.flatMap(({ id, attributes }): [string, Value][] => {
    const container = own(before, id);
    if (!isComplex(container)) return [];
    const kept = Object.entries(container).filter(([name]) => !findAttribute(attributes, name));
    const given = own(after, id);
    return kept.length === 0
      ? []
      : [[id, { ...Object.fromEntries(kept), ...(isComplex(given) ? given : {}) }]];
  });
  return { ...after, ...Object.fromEntries(hidden) };
}
