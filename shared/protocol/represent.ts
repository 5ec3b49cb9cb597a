/** A stored resource as the client asked to see it. */

import { notFound } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import { visiblePart } from '../scim/resource/retained.ts';
import { versionOf } from '../scim/resource/server-attributes.ts';
import { writeResource } from '../scim/resource/write.ts';
import { say, sentId } from '../scim/text.ts';
import type { OperationContext } from './context.ts';
import type { StoredResource, Want } from './resource-store.ts';

export interface Representation {
  readonly id: string;
  readonly body: JsonObject;
  /** Weak entity tag. */
  readonly version: string;
  readonly location: string;
}

export function represent(context: OperationContext, { resource, revision }: StoredResource): Representation {
  const { type, checks, locate, projection } = context;
  const id = String(resource.id);
  return {
    id,
    body: projection.apply(
      writeResource(type, visiblePart(type, resource, checks.isOfType), revision, locate),
    ),
    version: versionOf(revision),
    location: locate(type.name, id),
  };
}

export function wanted({ type: { relation }, projection }: OperationContext): Want {
  const end = relation && projection.wants(relation.attribute) ? relation.end : undefined;
  return { members: end === 'groupId', groups: end === 'memberId' };
}

export const noSuchResource = ({ type }: OperationContext, id: string) =>
  notFound(
    'no-such-resource',
    say`There is no ${type.name.toLowerCase()} with id "${sentId(id)}"; it may have been deleted.`,
  );
