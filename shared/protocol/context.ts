/**
 * The room of the SCIM operations, a chapter of RFC 7644 each: this file says what every operation is given, and how a
 * stored resource is represented. It knows the store by its port alone, and nothing of HTTP.
 */

import type { KeptEntry } from '../provisioning-log/entry.ts';
import { notFound } from '../scim/error.ts';
import type { MemberChange } from '../scim/patch/member-change.ts';
import type { Policy } from '../scim/policy.ts';
import type { Projection } from '../scim/resource/project.ts';
import type { Resource } from '../scim/resource/resource.ts';
import { visiblePart } from '../scim/resource/retained.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import { versionOf } from '../scim/resource/server-attributes.ts';
import { type Locate, writeResource } from '../scim/resource/write.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { say, sentId } from '../scim/text.ts';
import { type JsonText, relatedWriter } from './related.ts';
import { renditionOf, renditionWriter } from './rendition.ts';
import type {
  MembersEffect,
  ReadResource,
  Render,
  ResourceStore,
  StoredResource,
  Want,
} from './resource-store.ts';

/** A change as the provisioning log sees it. */
export interface LoggedChange {
  readonly operation: 'create' | 'replace' | 'modify' | 'delete';
  readonly id: string;
  /** Undefined before a create, and after a delete. */
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
  readonly members: MemberChange;
  /** What became of it; undefined for a deletion. */
  readonly effect: MembersEffect | undefined;
}

export interface OperationContext {
  readonly account: string;
  readonly type: ResourceType;
  readonly store: ResourceStore;
  readonly checks: ValueChecks;
  readonly policy: Policy;
  readonly projection: Projection;
  readonly locate: Locate;
  /** Documents that travel in the batch of the change; called again when the change is tried again. */
  readonly record: (change: LoggedChange) => readonly KeptEntry[];
}

export interface Representation {
  readonly id: string;
  readonly body: JsonText;
  /** Weak entity tag. */
  readonly version: string;
  readonly location: string;
}

export function represent(context: OperationContext, read: ReadResource): Representation {
  const { type, locate } = context;
  const id = 'text' in read ? read.id : String(read.resource.id);
  return {
    id,
    body: textsOf(context)(read),
    version: versionOf(read.revision),
    location: locate(type.name, id),
  };
}

/** Of the resources of one answer. */
export function textsOf(context: OperationContext): (read: ReadResource) => JsonText {
  const { type, locate, projection } = context;
  const write = renditionWriter(type, locate);
  const withRelated = relatedWriter(type, locate, projection.isDefault ? undefined : projection.apply);
  return (read) => {
    if ('text' in read) return write(read);
    const { resource, revision, rendition, related = [] } = read;
    if (!rendition || !projection.isDefault)
      return withRelated(plainText(context, read).slice(0, -1), related);
    // It was just written.
    return write({ id: String(resource.id), revision, text: rendition.text, related });
  };
}

/** Without the attribute of its relation. */
function plainText(
  { type, checks, locate, projection }: OperationContext,
  { resource, revision }: StoredResource,
): string {
  const visible = visiblePart(type, resource, checks.isOfType);
  return JSON.stringify(projection.apply(writeResource(type, visible, revision, locate)));
}

/** What the store makes the rendition of a written resource with. */
export const renderFor =
  ({ type, checks }: OperationContext): Render =>
  (resource) =>
    renditionOf(type, resource, checks.isOfType);

export function wanted({ type: { relation }, projection }: OperationContext): Want {
  const end = relation && projection.wants(relation.attribute) ? relation.end : undefined;
  return { members: end === 'groupId', groups: end === 'memberId' };
}

export const noSuchResource = ({ type }: OperationContext, id: string) =>
  notFound(
    'no-such-resource',
    say`There is no ${type.name.toLowerCase()} with id "${sentId(id)}"; it may have been deleted.`,
  );
