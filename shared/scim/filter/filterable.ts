/** Which attributes a filter may name. Search keys hold exactly these, so that a filter never sees half a truth. */

import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';

/**
 * RFC 7643 §7: what is never returned must not be found out by searching either. References to resources of ours and
 * versions are computed when a resource is returned.
 */
export const isFilterable = (attribute: Attribute, parent?: Attribute): boolean =>
  attribute.returned !== 'never' && !isComputed(attribute, parent);

const isComputed = ({ name }: Attribute, parent: Attribute | undefined): boolean =>
  name === '$ref' ||
  ((name === 'location' || name === 'version') && parent !== undefined && commonAttributes.includes(parent));
