/** The archive on documents: pages of what is visible, in an order in which it can be put back. */

import { v7 as uuidv7 } from 'uuid';
import type { Archived, ArchivePage, ArchiveStore } from '../../archive/archive-store.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { has, owing } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { membershipOf, storedResource } from './documents.ts';
import { finishIntent } from './intent.ts';
import { restore } from './restore.ts';
import { restoreMembers } from './restore-members.ts';
import { scan } from './scan.ts';

/** By the first letter of document ids; what is referred to comes before what refers to it. */
const PHASES = ['user', 'group', 'membership'] as const;

/** UTF-16 units of the documents of one page, but for a single larger one. */
const MAX_PAGE = 2_000_000;

/** @param now milliseconds since the epoch */
export function archiveStore(documents: DocumentStore, now: () => number = Date.now): ArchiveStore {
  const context: StoreContext = { documents, now, newId: () => uuidv7() };
  const count = (account: string, type: string) => documents.count(account, has('type', type));
  return {
    async totals(account) {
      const [users = 0, groups = 0, memberships = 0] = await Promise.all(
        PHASES.map((type) => count(account, type)),
      );
      return { users, groups, memberships };
    },
    page: (account, from, limit) => page(context, account, from, limit),
    restore: (scope, stored, log) => restore(context, scope, stored, log),
    restoreMembers: (scope, groupId, memberIds, log) =>
      restoreMembers(context, scope, groupId, memberIds, log),
  };
}

async function page(
  context: StoreContext,
  account: string,
  from: string = startOf(PHASES[0]),
  limit: number,
): Promise<ArchivePage> {
  const index = PHASES.findIndex((type) => from.startsWith(startOf(type)));
  const type = PHASES[index];
  if (!type) throw new TypeError('a page begins where the one before said');
  const gone = type === 'membership' ? await goneEnds(context, account) : new Set<string>();
  const { documents, isLast } = await few(context, account, type, from, limit);
  const following = PHASES[index + 1];
  return {
    items: documents.flatMap((document) => archived(document, gone)),
    next: isLast ? following && startOf(following) : documents.at(-1)?.id,
  };
}

const startOf = (type: string): string => `${type.slice(0, 1)}.`;

/** Documents of a first query; how large they are tells how many the next one may ask for. */
const PROBE = 25;

/** As many as one answer carries, and at least one; not many more are read. */
async function few(context: StoreContext, account: string, type: string, from: string, limit: number) {
  const documents: StoredDocument[] = [];
  /** Of the first, of the first two, and so on. */
  const sizes: number[] = [];
  for (;;) {
    const wanted = Math.min(limit - documents.length, roomBeside(sizes));
    if (wanted <= 0) return { documents: documents.slice(0, fitting(sizes)), isLast: false };
    const after = documents.at(-1)?.id ?? from;
    const found = await context.documents.query(account, { where: has('type', type), after, limit: wanted });
    for (const document of found) sizes.push((sizes.at(-1) ?? 0) + JSON.stringify(document).length);
    documents.push(...found);
    if (found.length < wanted) {
      const end = fitting(sizes);
      return { documents: documents.slice(0, end), isLast: end === documents.length };
    }
  }
}

/** How many more of that size fit. */
function roomBeside(sizes: readonly number[]): number {
  const size = sizes.at(-1);
  return size === undefined ? PROBE : Math.floor((MAX_PAGE - size) / (size / sizes.length));
}

/** How many fit; the first always does. */
function fitting(sizes: readonly number[]): number {
  const end = sizes.findIndex((size, index) => size > MAX_PAGE && index > 0);
  return end < 0 ? sizes.length : end;
}

/** Finishes unfinished changes of members. @returns ids of deleted resources whose memberships are not removed yet */
async function goneEnds(context: StoreContext, account: string): Promise<ReadonlySet<string>> {
  const rows = await scan(context, account, owing);
  for (const { type, groupId } of rows) {
    if (type === 'intent') await finishIntent(context, account, String(groupId));
  }
  return new Set(rows.filter(({ type }) => type === 'tombstone').map(({ id }) => id.slice(2)));
}

function archived(document: StoredDocument, gone: ReadonlySet<string>): Archived[] {
  if (document.type === 'membership') {
    const { groupId, memberId } = membershipOf(document);
    return gone.has(groupId) || gone.has(memberId) ? [] : [{ type: 'Membership', groupId, memberId }];
  }
  const type = document.type === 'user' ? 'User' : 'Group';
  const stored = storedResource(type, document);
  return stored ? [{ type, ...stored }] : [];
}
