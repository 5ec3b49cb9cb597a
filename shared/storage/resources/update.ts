/** RFC 7644 §3.5: compare-and-swap of a resource, its reservation and its memberships in one batch. */

import type { Change, Scope, StoredResource } from '../../protocol/resource-store.ts';
import { type KeyedResource, searchKeysWithRetained } from '../../scim/filter/search-keys.ts';
import { isObject, type Json } from '../../scim/json.ts';
import { changesMembers } from '../../scim/patch/member-change.ts';
import type { Resource } from '../../scim/resource/resource.ts';
import { serverAttributesOf, withServerAttributes } from '../../scim/resource/server-attributes.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import {
  type BatchFailure,
  type DocumentOperation,
  MAX_BATCH_OPERATIONS,
  type StoredDocument,
} from '../documents/document-store.ts';
import { logDocument } from '../log/log-document.ts';
import { readResource } from './appearing.ts';
import { finishLater, ifAnswered, retry, type StoreContext } from './context.ts';
import {
  creations,
  documentType,
  heldReservation,
  membershipId,
  modifiedAt,
  requireSize,
  reservation,
  reservationMark,
  resourceDocumentId,
  resourceIdOf,
  storedResource,
  uniqueKey,
} from './documents.ts';
import { counted, decided, type Effect, effectOf, hasEffect } from './effect.ts';
import { finishIntent, intentDocument } from './intent.ts';
import { taken } from './taken.ts';
import { addOperations, existingMembers, type TypedMember } from './touch.ts';

/** Members whose type was looked up. */
type KnownMembers = Map<string, TypedMember>;

type Updater = (current: StoredResource) => Change;

/** What an attempt came to: the resource as it is now, or that there is none. */
interface Settled {
  readonly stored: StoredResource | undefined;
}

const noEffect: Effect = { add: [], remove: [], exact: false, clear: false };

export async function update(
  context: StoreContext,
  scope: Scope,
  id: string,
  updater: Updater,
): Promise<StoredResource | undefined> {
  // Members are what the client says, or users, until a batch says otherwise: then they are looked up.
  const known = new Map<string, TypedMember>();
  const settled = await retry(() => attempt(context, scope, id, updater, known));
  return settled.stored;
}

async function attempt(
  context: StoreContext,
  scope: Scope,
  id: string,
  updater: Updater,
  known: KnownMembers,
): Promise<Settled | undefined> {
  const { account, type } = scope;
  const document = await readResource(context, account, type.name, id);
  const current = storedResource(type.name, document);
  if (!document || !current) return { stored: undefined };
  const asked = updater(current);
  const affectsMembers = changesMembers(asked.members);
  if (affectsMembers && document.intent !== undefined) {
    await finishIntent(context, account, id);
    return undefined;
  }
  const change = { ...asked, members: await decided(context, account, asked.members, type.memberTypes) };
  const effect = affectsMembers ? await effectOf(context, account, id, change.members) : noEffect;
  if (!change.attributes && !hasEffect(effect)) return confirm(context, scope, id, current, change);
  return write(context, scope, { id, document, current, change, effect, known });
}

/**
 * A change without effect is one only if what was read is still current: another instance may have written since, and
 * reads may lag behind writes. The version stays as it is.
 */
async function confirm(
  context: StoreContext,
  { account, type }: Scope,
  id: string,
  current: StoredResource,
  change: Change,
): Promise<Settled | undefined> {
  const touch: DocumentOperation = {
    kind: 'patch',
    id: resourceDocumentId(type.name, id),
    set: { '/touched': context.newId() },
    when: { type: documentType(type.name), revision: current.revision },
  };
  const operations = [touch, ...creations(change.log(counted(noEffect)).map(logDocument))];
  const outcome = await ifAnswered(() => context.documents.batch(account, operations));
  return outcome?.ok ? { stored: current } : undefined;
}

interface Write {
  readonly id: string;
  /** That holds `current`. */
  readonly document: StoredDocument;
  readonly current: StoredResource;
  readonly change: Change;
  readonly effect: Effect;
  readonly known: KnownMembers;
}

async function write(context: StoreContext, scope: Scope, todo: Write): Promise<Settled | undefined> {
  const { account, type } = scope;
  const operationId = context.newId();
  const fixed = [
    resourcePatch(context, type, todo, operationId),
    ...reservationOperations(type, todo),
    ...creations(todo.change.log(counted(todo.effect)).map(logDocument)),
  ];
  const small = [...fixed, ...memberOperations(type, todo, operationId)];
  const large = small.length > MAX_BATCH_OPERATIONS;
  const operations = large ? await withIntent(context, scope, todo, fixed, operationId) : small;
  const outcome = await ifAnswered(() => context.documents.batch(account, operations));
  if (!outcome) return lookUp(context, scope, todo.id, operationId);
  if (!outcome.ok) return refused(context, scope, todo, operations, outcome);
  if (large) await finishLater(() => finishIntent(context, account, todo.id));
  return { stored: storedResource(type.name, outcome.documents[0]) };
}

/**
 * After a lost answer: `operationId` tells whether the write happened. Asked by a write, because a read may be served
 * from before it.
 */
async function lookUp(
  context: StoreContext,
  { account, type }: Scope,
  id: string,
  operationId: string,
): Promise<Settled | undefined> {
  const own: DocumentOperation = {
    kind: 'patch',
    id: resourceDocumentId(type.name, id),
    set: { '/touched': operationId },
    when: { type: documentType(type.name), operationId },
  };
  const outcome = await retry(() => ifAnswered(() => context.documents.batch(account, [own])));
  if (!outcome.ok) return undefined;
  const [document] = outcome.documents;
  if (document?.intent !== undefined) await finishLater(() => finishIntent(context, account, id));
  return { stored: storedResource(type.name, document) };
}

function resourcePatch(
  context: StoreContext,
  type: ResourceType,
  todo: Write,
  operationId: string,
): DocumentOperation {
  const { id, document, current, change, effect } = todo;
  const keys = isObject(document.k) ? document.k : {};
  const remove = isRename(type, todo) ? reservationMark(document) : [];
  const exact = change.attributes !== undefined || change.conditional || effect.exact;
  const set = change.attributes
    ? replaced(context, type, { resource: current.resource, keys }, change.attributes)
    : change.keepsLastModified
      ? {}
      : modifiedAt(context.now());
  return {
    kind: 'patch',
    id: resourceDocumentId(type.name, id),
    set: { ...set, '/operationId': operationId },
    ...(remove.length > 0 ? { remove } : {}),
    increment: { '/revision': 1 },
    when: {
      type: documentType(type.name),
      ...(exact ? { revision: current.revision } : {}),
      ...(hasEffect(effect) ? { intent: undefined } : {}),
    },
  };
}

function replaced(
  { now }: StoreContext,
  type: ResourceType,
  before: KeyedResource,
  attributes: Resource,
): Record<string, Json> {
  const lastModified = new Date(now()).toISOString();
  const sealed = requireSize(
    withServerAttributes(type, attributes, { ...serverAttributesOf(before.resource), lastModified }),
  );
  return { '/r': sealed, '/k': searchKeysWithRetained(type, sealed, before) };
}

const isRename = (type: ResourceType, { current, change }: Write): boolean =>
  change.attributes !== undefined && uniqueKey(type, change.attributes) !== uniqueKey(type, current.resource);

function reservationOperations(type: ResourceType, todo: Write): DocumentOperation[] {
  const { id, document, current, change } = todo;
  if (!change.attributes || !isRename(type, todo)) return [];
  return [
    { kind: 'create', document: reservation(type, change.attributes, id) },
    { kind: 'delete', id: heldReservation(type, document, current.resource) },
  ];
}

const memberOperations = (
  { memberTypes: [likeliest = ''] }: ResourceType,
  { id, effect, known }: Write,
  operationId: string,
): DocumentOperation[] => [
  ...effect.remove.map((memberId): DocumentOperation => ({ kind: 'delete', id: membershipId(id, memberId) })),
  ...addOperations(
    id,
    effect.add.map(({ value, type = likeliest }) => known.get(value) ?? { value, type }),
    operationId,
  ),
];

async function withIntent(
  context: StoreContext,
  { account, type }: Scope,
  { id, change, effect }: Write,
  fixed: readonly DocumentOperation[],
  operationId: string,
): Promise<DocumentOperation[]> {
  const named = effect.clear ? [...change.members.add.values()] : effect.add;
  const members = await existingMembers(context, account, named, type.memberTypes);
  const [patch, ...rest] = fixed;
  if (patch?.kind !== 'patch') throw new TypeError('the first operation changes the group');
  return [
    { ...patch, set: { ...patch.set, '/intent': operationId } },
    ...rest,
    { kind: 'create', document: intentDocument(id, operationId, effect, members) },
  ];
}

/** @returns undefined to try again on what is there now */
async function refused(
  context: StoreContext,
  { account, type }: Scope,
  { id, known }: Write,
  operations: readonly DocumentOperation[],
  { index, reason }: BatchFailure,
): Promise<undefined> {
  const failed = operations[index];
  if (failed?.kind === 'create' && failed.document.type === 'reservation') {
    const owner: StoredDocument | undefined = await context.documents.read(account, failed.document.id);
    if (owner && owner.owner !== id) throw taken(type);
  }
  if (index > 0 && failed?.kind === 'patch' && reason !== 'exists') {
    const members = await existingMembers(
      context,
      account,
      [{ value: resourceIdOf(failed.id) }],
      type.memberTypes,
    );
    for (const member of members) known.set(member.value, member);
  }
  return undefined;
}
