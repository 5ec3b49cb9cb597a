/** RFC 7644 §3.5 Modifying Resources: with PUT (§3.5.1), and with PATCH (§3.5.2). */

import type { JsonObject } from '../scim/json.ts';
import { applyPatch } from '../scim/patch/apply.ts';
import {
  type MemberChange,
  noMemberChange,
  noMembersYet,
  replaceMembers,
} from '../scim/patch/member-change.ts';
import { membersOf } from '../scim/patch/members.ts';
import type { BoundOperation } from '../scim/patch/steps.ts';
import { withoutAttributes } from '../scim/patch/target.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { readResource } from '../scim/resource/read.ts';
import { equal, type Resource } from '../scim/resource/resource.ts';
import { retainedPart, withRetained } from '../scim/resource/retained.ts';
import { requireAll } from '../scim/resource/rules.ts';
import { serverAttributesOf, withServerAttributes } from '../scim/resource/server-attributes.ts';
import { sameName } from '../scim/schema/attribute.ts';
import {
  noSuchResource,
  type OperationContext,
  type Representation,
  renderFor,
  represent,
  wanted,
} from './context.ts';
import { type Conditions, isConditional, requireConditions } from './version.ts';

/** The body is read inside the store's compare-and-swap: whether a value may be sent depends on what is there. */
export async function replace(
  context: OperationContext,
  id: string,
  body: JsonObject,
  conditions: Conditions,
): Promise<Representation> {
  const { type, account, store, record } = context;
  const stored = await store.update({ account, type }, id, wanted(context), ({ resource, revision }) => {
    requireConditions(conditions, revision);
    const { attributes, members } = replacement(context, body, resource);
    const same = equal(withServerAttributes(type, attributes, serverAttributesOf(resource)), resource);
    return {
      ...(same ? {} : { attributes }),
      render: renderFor(context),
      members,
      conditional: isConditional(conditions),
      log: (effect) =>
        record({ operation: 'replace', id, before: resource, after: attributes, members, effect }),
    };
  });
  if (!stored) throw noSuchResource(context, id);
  return represent(context, stored);
}

function replacement(
  context: OperationContext,
  body: JsonObject,
  resource: Resource,
): { readonly attributes: Resource; readonly members: MemberChange } {
  const { type, checks } = context;
  const read = readResource(type, body, checks, resource);
  requireAll(type, read);
  const given = type.detached ? (withoutAttributes(read, type.detached) ?? {}) : read;
  return {
    attributes: withRetained(retainedPart(type, resource, checks.isOfType), given),
    members: membersOfBody(context, body, read),
  };
}

/** A body that does not mention the members leaves them alone: a rename must not empty a group. */
function membersOfBody({ type }: OperationContext, body: JsonObject, read: Resource): MemberChange {
  const { detached } = type;
  if (!detached || !rootEntries(type, body).some(([name]) => sameName(name, detached))) return noMemberChange;
  return replaceMembers(noMembersYet(), membersOf(type, read[detached]));
}

export async function modify(
  context: OperationContext,
  id: string,
  operations: readonly BoundOperation[],
  conditions: Conditions,
): Promise<Representation> {
  const { type, account, store, record } = context;
  const stored = await store.update({ account, type }, id, wanted(context), ({ resource, revision }) => {
    requireConditions(conditions, revision);
    const patched = applyPatch(context, resource, operations);
    return {
      ...(equal(patched.resource, resource) ? {} : { attributes: patched.resource }),
      render: renderFor(context),
      members: patched.members,
      conditional: isConditional(conditions),
      log: (effect) =>
        record({
          operation: 'modify',
          id,
          before: resource,
          after: patched.resource,
          members: patched.members,
          effect,
        }),
    };
  });
  if (!stored) throw noSuchResource(context, id);
  return represent(context, stored);
}
