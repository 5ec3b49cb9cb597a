/**
 * Search keys follow a field that got another type: user after user, each write conditional on the revision it was made
 * from, so that a request that changes a user meanwhile wins. Other instances know the account as it was for up to a
 * minute, and write keys of the former type until then: only a walk that began later is the last one.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, Rekeying, RekeyProgress } from '../../accounts/account.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { documentType, resourceDocumentId } from '../resources/partition/documents.ts';
import { keysAsTyped, rekeyOne } from './search-keys.ts';

/** Milliseconds after a change until all instances know it. */
const KNOWN_EVERYWHERE = 60_000;

/** Users of one page, and the milliseconds that one takes at least: 200 users a second. */
const PER_PAGE = 100;
const PAGE_TIME = 500;

/** How far a walk has come; in the container `activity`. */
interface Walk {
  /** `keysStaleSince` of the account. */
  readonly since: string;
  /** Milliseconds since the epoch; NOT_BEGUN before the first walk after a change of type. */
  readonly begunAt: number;
  /** Document id of the last user that was looked at; empty at the beginning. */
  readonly after: string;
  readonly done: number;
  readonly isFinished: boolean;
  /** Counts the writes of this document. */
  readonly revision: number;
}

const WALK = { id: 'k.rekeying', type: 'rekeying' };

const storedWalk = ({ since, begunAt, after, done, isFinished, revision }: StoredDocument): Walk => ({
  since: String(since),
  begunAt: Number(begunAt),
  after: String(after),
  done: Number(done),
  isFinished: isFinished === true,
  revision: Number(revision),
});

const isLast = ({ since, begunAt }: Walk): boolean => begunAt >= Date.parse(since) + KNOWN_EVERYWHERE;

const NOT_BEGUN = 0;

/** A walk that began too early is over; the last one has to wait. */
const waits = ({ since, begunAt, after }: Walk, now: number): boolean =>
  begunAt !== NOT_BEGUN && after === '' && now < Date.parse(since) + KNOWN_EVERYWHERE;

interface Containers {
  readonly resources: DocumentStore;
  readonly activity: DocumentStore;
}

/**
 * @param userType of the users of an account
 * @param now milliseconds since the epoch
 */
export function rekeyingOn(
  { resources, activity }: Containers,
  userType: (account: Account) => ResourceType,
  now: () => number,
): Rekeying {
  async function walkOf({ id, keysStaleSince: since }: Account): Promise<Walk | undefined> {
    if (since === undefined) return undefined;
    const document = await activity.read(id, WALK.id);
    const found = document && storedWalk(document);
    if (found?.since === since) return found.isFinished ? undefined : found;
    const revision = found?.revision ?? 0;
    return { since, begunAt: NOT_BEGUN, after: '', done: 0, isFinished: false, revision };
  }

  /** @returns undefined when another process was faster: it goes on */
  async function keep(account: string, walk: Walk): Promise<Walk | undefined> {
    const { revision, ...rest } = walk;
    const set = Object.fromEntries(Object.entries(rest).map(([name, value]) => [`/${name}`, value]));
    const { ok } = await activity.batch(account, [
      revision === 0
        ? { kind: 'create', document: { ...WALK, ...rest, revision: 1 } }
        : { kind: 'patch', id: WALK.id, set, increment: { '/revision': 1 }, when: { revision } },
    ]);
    return ok ? { ...walk, revision: revision + 1 } : undefined;
  }

  /** The next users. @returns the walk behind them */
  async function page(account: Account, type: ResourceType, walk: Walk): Promise<Walk> {
    const users = await resources.query(account.id, {
      where: ofType(documentType(type.name)),
      prefix: resourceDocumentId(type.name, ''),
      limit: PER_PAGE,
      ...(walk.after === '' ? {} : { after: walk.after }),
    });
    for (const user of users) await rekeyOne(resources, account.id, type, user, keysAsTyped);
    const last = users.at(-1)?.id;
    if (last !== undefined && (users.length === PER_PAGE || users.isCut))
      return { ...walk, after: last, done: walk.done + users.length };
    return isLast(walk)
      ? { ...walk, done: walk.done + users.length, isFinished: true }
      : { ...walk, after: '', done: 0 };
  }

  return {
    async advance(account, deadline) {
      const type = userType(account);
      let walk = await walkOf(account);
      if (!walk || waits(walk, now())) return walk !== undefined;
      if (walk.after === '') walk = { ...walk, begunAt: now() };
      while (now() < deadline) {
        const started = now();
        walk = await keep(account.id, await page(account, type, walk));
        if (!walk || walk.isFinished || walk.after === '') return !walk?.isFinished;
        await sleep(Math.max(0, started + PAGE_TIME - now()));
      }
      return true;
    },
    async progress(account): Promise<RekeyProgress | undefined> {
      const walk = await walkOf(account);
      return walk && { since: walk.since, done: walk.done };
    },
  };
}
