/** RFC 7643 §3: what the service provider itself sets in a resource. */

import type { ResourceType } from '../schema/resource-type.ts';
import { isComplex, type Resource } from './resource.ts';

interface ServerAttributes {
  readonly id: string;
  /** ISO 8601 instants in UTC. */
  readonly created: string;
  readonly lastModified: string;
}

/** `schemas` lists the base schema and every extension that holds data. */
export function withServerAttributes(
  type: ResourceType,
  attributes: Resource,
  stamp: ServerAttributes,
): Resource {
  const { schemas: _schemas, id: _id, meta: _meta, ...rest } = attributes;
  const urns = type.extensions.map((extension) => extension.id).filter((urn) => Object.hasOwn(rest, urn));
  return {
    schemas: [type.schema.id, ...urns],
    id: stamp.id,
    ...rest,
    meta: { resourceType: type.name, created: stamp.created, lastModified: stamp.lastModified },
  };
}

/** The stamp that `resource` bears. */
export function serverAttributesOf(resource: Resource): ServerAttributes {
  const meta = isComplex(resource.meta) ? resource.meta : {};
  return { id: String(resource.id), created: String(meta.created), lastModified: String(meta.lastModified) };
}

/** Weak entity tag (RFC 7644 §3.14) of a revision. */
export const versionOf = (revision: number): string => `W/"${revision}"`;
