/** The archive on documents: pages of what is visible, in an order in which it can be put back. */

import type { Archived, ArchivePage, ArchiveStore } from '../../archive/archive-store.ts';
import { everything, ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { restoreResource } from './life-cycle/restore.ts';
import { restoreMembers } from './life-cycle/restore-members.ts';
import { finishIntent } from './membership/intent.ts';
import { deletedAmong } from './membership/memberships.ts';
import {
  documentType,
  leftovers,
  MEMBERSHIP_PREFIX,
  membershipOf,
  resourceDocumentId,
  storedResource,
} from './partition/documents.ts';
import { Partition } from './partition/partition.ts';

/** Documents of one type, of which the ids of all begin alike. */
interface Phase {
  readonly type: string;
  readonly start: string;
  /** Of resources. */
  readonly typeName?: string;
}

/** What is referred to comes before what refers to it. */
const phasesOf = (typeNames: readonly string[]): readonly Phase[] => [
  ...typeNames.map((typeName) => ({
    type: documentType(typeName),
    start: resourceDocumentId(typeName, ''),
    typeName,
  })),
  { type: 'membership', start: MEMBERSHIP_PREFIX },
];

/** UTF-16 units of the documents of one page, but for a single larger one. */
const MAX_PAGE_SIZE = 2_000_000;

/**
 * @param now milliseconds since the epoch
 * @param typeNames of the resource types whose resources are kept, in the order in which they are put back
 */
export function archiveStore(
  documents: DocumentStore,
  now: () => number = Date.now,
  typeNames: readonly string[] = ['User', 'Group'],
): ArchiveStore {
  const partitionOf = (accountId: string) => new Partition(documents, accountId, now);
  const phases = phasesOf(typeNames);
  const counted = async (partition: Partition, { type }: Phase) =>
    [`${type}s`, await partition.count(ofType(type))] as const;
  return {
    async totals(account) {
      const partition = partitionOf(account);
      return Object.fromEntries(await Promise.all(phases.map((phase) => counted(partition, phase))));
    },
    page: (account, from, limit) => archivePage(partitionOf(account), phases, from, limit),
    restore: ({ account, type }, stored, log) =>
      restoreResource(partitionOf(account).inTime(), typeNames, type, stored, log),
    restoreMembers: ({ account, type }, groupId, memberIds, log) =>
      restoreMembers(partitionOf(account).inTime(), type, groupId, memberIds, log),
  };
}

async function archivePage(
  partition: Partition,
  phases: readonly Phase[],
  from: string = phases[0]?.start ?? '',
  limit: number,
): Promise<ArchivePage> {
  const index = phases.findIndex(({ start }) => from.startsWith(start));
  const phase = phases[index];
  if (!phase) throw new TypeError('a page begins where the one before said');
  const { typeName } = phase;
  const gone = typeName === undefined ? await deletedIds(partition) : new Set<string>();
  const { documents, isLast } = await boundedPage(partition, phase, from, limit);
  const following = phases[index + 1];
  return {
    items: documents.flatMap((document) => archived(document, typeName, gone)),
    next: isLast ? following?.start : documents.at(-1)?.id,
  };
}

/** Documents of a first query; how large they are tells how many the next one may ask for. */
const PROBE = 25;

/** As many as one answer carries, and at least one; not many more are read. */
async function boundedPage(partition: Partition, phase: Phase, from: string, limit: number) {
  const where = phase.typeName === undefined ? everything : ofType(phase.type);
  const start = from === phase.start ? undefined : from;
  const documents: StoredDocument[] = [];
  /** Of the first, of the first two, and so on. */
  const sizes: number[] = [];
  for (;;) {
    const wanted = Math.min(limit - documents.length, nextLimit(sizes));
    if (wanted <= 0) return { documents: documents.slice(0, fitting(sizes)), isLast: false };
    const after = documents.at(-1)?.id ?? start;
    const found = await partition.query({ where, prefix: phase.start, after, limit: wanted });
    for (const document of found) sizes.push((sizes.at(-1) ?? 0) + JSON.stringify(document).length);
    documents.push(...found);
    if (found.length < wanted && !found.isCut) {
      const end = fitting(sizes);
      return { documents: documents.slice(0, end), isLast: end === documents.length };
    }
  }
}

/** How many more documents of the size so far fit. */
function nextLimit(sizes: readonly number[]): number {
  const size = sizes.at(-1);
  return size === undefined ? PROBE : Math.floor((MAX_PAGE_SIZE - size) / (size / sizes.length));
}

/** How many documents fit; the first always does. */
function fitting(sizes: readonly number[]): number {
  const end = sizes.findIndex((size, index) => size > MAX_PAGE_SIZE && index > 0);
  return end < 0 ? sizes.length : end;
}

/** Finishes unfinished changes of members. @returns ids of deleted resources whose memberships are not removed yet */
async function deletedIds(partition: Partition): Promise<ReadonlySet<string>> {
  const rows = await partition.scan(leftovers);
  for (const { type, groupId } of rows) {
    if (type === 'intent') await finishIntent(partition, String(groupId));
  }
  return deletedAmong(rows);
}

function archived(
  document: StoredDocument,
  typeName: string | undefined,
  gone: ReadonlySet<string>,
): Archived[] {
  if (typeName === undefined) {
    const { groupId, memberId } = membershipOf(document);
    return gone.has(groupId) || gone.has(memberId) ? [] : [{ type: 'Membership', groupId, memberId }];
  }
  const stored = storedResource(typeName, document);
  return stored ? [{ type: typeName, ...stored }] : [];
}
