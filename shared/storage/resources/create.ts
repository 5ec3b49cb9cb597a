/** RFC 7644 §3.3: the resource, its reservation and its memberships in one batch. */

import type { Draft, Scope, StoredResource } from '../../protocol/resource-store.ts';
import { withServerAttributes } from '../../scim/resource/server-attributes.ts';
import type { DocumentOperation } from '../documents/document-store.ts';
import { logDocument } from '../log/log-document.ts';
import { finishLater, ifAnswered, retry, type StoreContext } from './context.ts';
import { creations, reservation, resourceDocument, resourceIdOf } from './documents.ts';
import { finishIntent, intentDocument } from './intent.ts';
import { taken } from './taken.ts';
import { addOperations, existingMembers } from './touch.ts';

const MAX_MEMBERS_AT_ONCE = 45;

export async function create(context: StoreContext, scope: Scope, draft: Draft): Promise<StoredResource> {
  const { account, type } = scope;
  const [id, operationId] = [context.newId(), context.newId()];
  const created = new Date(context.now()).toISOString();
  const resource = withServerAttributes(type, draft.attributes, { id, created, lastModified: created });
  const document = resourceDocument(type, resource, operationId);
  const members =
    draft.members.length === 0
      ? []
      : await existingMembers(context, account, draft.members, type.memberTypes);
  const large = members.length > MAX_MEMBERS_AT_ONCE;
  const operations: DocumentOperation[] = [
    { kind: 'create', document: large ? { ...document, intent: operationId } : document },
    { kind: 'create', document: reservation(type, resource, id) },
    ...creations(draft.log(id).map(logDocument)),
    ...(large
      ? [
          {
            kind: 'create',
            document: intentDocument(id, operationId, { clear: false, remove: [] }, members),
          } as const,
        ]
      : addOperations(id, members, operationId)),
  ];
  await retry(() => write(context, scope, operations));
  if (large) await finishLater(() => finishIntent(context, account, id));
  return { resource, revision: 1 };
}

async function write(
  context: StoreContext,
  { account, type }: Scope,
  operations: readonly DocumentOperation[],
): Promise<true | undefined> {
  const outcome = await ifAnswered(() => context.documents.batch(account, operations));
  if (!outcome) return undefined;
  // Nobody else knows the id: a document of it is our own write, whose answer was lost.
  if (outcome.ok || outcome.index === 0) return true;
  if (outcome.index === 1) throw taken(type);
  const failed = operations[outcome.index];
  // A member was deleted since it was looked up: look again, and say which.
  if (failed?.kind === 'patch')
    await existingMembers(context, account, [{ value: resourceIdOf(failed.id) }], type.memberTypes);
  return undefined;
}
