/** RFC 7644 §3.5.1: what a replaced resource keeps of the one before. */

import { isComplex, own, type Resource, type Value } from './resource.ts';

/**
 * The new attributes, plus values that are only kept (shown.ts): the client cannot see them, so leaving them out does
 * not mean that they shall go.
 */
export function replaceAttributes(kept: Resource, after: Resource): Resource {
  const containers = Object.entries(kept).map(([urn, hidden]): [string, Value] => {
    const given = own(after, urn);
    return [urn, { ...(isComplex(hidden) ? hidden : {}), ...(isComplex(given) ? given : {}) }];
  });
  return { ...after, ...Object.fromEntries(containers) };
}
