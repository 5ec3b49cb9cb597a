/**
 * How a membership change too large for one batch is written down: a small header, which every reader of memberships
 * meets, and beside it the list of members in parts, of which a reader of one user needs one at most. All of them are
 * written in one batch and deleted in one.
 */

import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import { chunks } from '../../documents/pages.ts';
import { intentId, intentPartId } from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import type { TypedMember } from './member-guards.ts';

/** The header. */
export interface Intent {
  readonly groupId: string;
  readonly operationId: string;
  /** Everything but `add` goes. */
  readonly clear: boolean;
  /** The smallest member id in each part, in ascending order. */
  readonly parts: readonly string[];
  /** The greatest member id in the last part. */
  readonly last: string;
  /** The list itself, where an earlier version wrote it into the header; it has no parts. */
  readonly inside?: IntentList;
}

interface IntentList {
  /** Ids of members. */
  readonly remove: readonly string[];
  /** With `clear`, members that stay are named as well: everything else goes. */
  readonly add: readonly TypedMember[];
}

/** An intent with its list, or with the part of it that was asked for. */
export type ListedIntent = Intent & IntentList;

/** What is written down. */
type WrittenChange = Pick<ListedIntent, 'groupId' | 'operationId' | 'clear' | 'add' | 'remove'>;

/** Members of one part. A document of about 39 KB: a point read of 4.5 RU. */
export const PER_PART = 1000;

interface Entry {
  readonly value: string;
  /** Undefined for a member that is removed. */
  readonly type?: string;
}

const byId = (a: Entry, b: Entry): number => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);

/** The intent, and the operations that write its header and its parts. */
export function openIntent(change: WrittenChange): {
  readonly intent: ListedIntent;
  readonly operations: readonly DocumentOperation[];
} {
  const { groupId, operationId, clear, add } = change;
  const remove = clear ? [] : change.remove;
  const entries: Entry[] = [...remove.map((value) => ({ value })), ...add];
  const parts = chunks(entries.sort(byId), PER_PART);
  const header: Intent = {
    groupId,
    operationId,
    clear,
    parts: parts.map(([first]) => first?.value ?? ''),
    last: entries.at(-1)?.value ?? '',
  };
  return {
    intent: { ...header, remove, add },
    operations: [
      { kind: 'create', document: headerDocument(header) },
      // An earlier version that deletes the group of an open intent leaves the parts behind: they are replaced.
      ...parts.map(
        (part, index) => ({ kind: 'upsert', document: partDocument(header, index, part) }) as const,
      ),
    ],
  };
}

/** Only it owes something: what reads leftovers finds it, and not the parts. */
const headerDocument = ({ groupId, operationId, clear, parts, last }: Intent): StoredDocument => ({
  id: intentId(groupId),
  type: 'intent',
  owes: true,
  groupId,
  operationId,
  clear,
  parts,
  last,
});

/**
 * Ids alone, by type: the list of the largest change stays below the 2 MB of a batch. A part has neither `owes` nor
 * `groupId`, so that no query for memberships finds it.
 */
const partDocument = (
  { groupId, operationId }: Intent,
  index: number,
  entries: readonly Entry[],
): StoredDocument => ({
  id: intentPartId(groupId, index),
  // A type that no resource can have: theirs are lower-case.
  type: 'intentPart',
  operationId,
  remove: entries.filter(({ type }) => type === undefined).map(({ value }) => value),
  add: Object.fromEntries(idsByType(entries)),
});

function idsByType(entries: readonly Entry[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { value, type } of entries) {
    if (type === undefined) continue;
    const some = ids.get(type) ?? [];
    some.push(value);
    ids.set(type, some);
  }
  return ids;
}

export function intentOf(document: StoredDocument): Intent {
  // Written only by openIntent, or by an earlier version with the whole list.
  const { groupId, operationId, clear, parts, last, add, remove } = document as unknown as Intent &
    IntentList;
  return parts
    ? { groupId, operationId, clear, parts, last }
    : { groupId, operationId, clear, parts: [], last: '', inside: { add, remove } };
}

function listOf(document: StoredDocument): IntentList {
  // Written only by partDocument.
  const { remove, add } = document as unknown as {
    readonly remove: readonly string[];
    readonly add: Readonly<Record<string, readonly string[]>>;
  };
  return {
    remove,
    add: Object.entries(add).flatMap(([type, ids]) => ids.map((value) => ({ value, type }))),
  };
}

/** Index of the one part that may name the member; undefined where none does. */
function partOf({ parts, last }: Intent, memberId: string): number | undefined {
  const index = parts.findLastIndex((first) => first <= memberId);
  return index < 0 || memberId > last ? undefined : index;
}

/** Whether the change may add the member, or take it away: the header alone tells. */
export const mayChange = (intent: Intent, memberId: string): boolean =>
  intent.clear || intent.inside !== undefined || partOf(intent, memberId) !== undefined;

/** Of every part, in a read of the whole list. */
type Members = readonly string[] | 'all';

/**
 * The intents with as much of their lists as may name the members.
 * @returns undefined when a part is not there: its change was finished meanwhile, or a replica does not show it yet, so
 * that all must be read again
 */
export async function listed(
  partition: Partition,
  intents: readonly Intent[],
  members: Members,
): Promise<readonly ListedIntent[] | undefined> {
  const wanted = intents.map((intent) => ({ intent, ids: partIds(intent, members) }));
  const documents = await partition.readMany(wanted.flatMap(({ ids }) => ids));
  const found = new Map(documents.map((document) => [document.id, document]));
  const whole = wanted.map(({ intent, ids }) =>
    withParts(
      intent,
      ids.map((id) => found.get(id)),
    ),
  );
  return whole.every((intent) => intent !== undefined) ? whole : undefined;
}

function partIds(intent: Intent, members: Members): readonly string[] {
  const indexes = members === 'all' ? intent.parts.keys() : members.map((id) => partOf(intent, id));
  const distinct = new Set([...indexes].filter((index) => index !== undefined));
  return [...distinct].map((index) => intentPartId(intent.groupId, index));
}

function withParts(intent: Intent, parts: readonly (StoredDocument | undefined)[]): ListedIntent | undefined {
  if (intent.inside) return { ...intent, ...intent.inside };
  const lists = [];
  for (const part of parts) {
    // A later change of the group has parts with the same ids.
    if (part?.operationId !== intent.operationId) return undefined;
    lists.push(listOf(part));
  }
  return {
    ...intent,
    remove: lists.flatMap(({ remove }) => remove),
    add: lists.flatMap(({ add }) => add),
  };
}

/** The header and its parts go together. */
export const intentDeletions = ({ groupId, parts }: Intent): DocumentOperation[] =>
  [intentId(groupId), ...parts.map((_, index) => intentPartId(groupId, index))].map((id) => ({
    kind: 'delete',
    id,
  }));
