/**
 * Search keys and ids of reservations are made by frozen functions. Where one had to change all the same, documents
 * written before are brought up to date here, before the first request: step by step, each conditional, so that a start
 * that was cut off, or two at the same time, end in the same state. The room writes keys and reservations, never a
 * resource: no version changes.
 */

import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import { type DocumentStore, writtenLater } from '../documents/document-store.ts';
import { moveReservations } from './reservations.ts';
import { rekeyLog, rekeyResources } from './search-keys.ts';

/**
 * 1: text folded by NFC and lower case. 2: NFC once more, and one sigma; numbers with all their digits; binary values
 * are there.
 */
export const KEY_VERSION = 2;

export interface KeyedContainers {
  readonly resources: DocumentStore;
  readonly accounts: DocumentStore;
  readonly activity: DocumentStore;
}

/** What an account holds resources of. */
export interface KeyedAccount {
  readonly id: string;
  readonly types: readonly ResourceType[];
}

/** A line for the log of the process; ids, never names. */
export type RekeyReport = (line: Readonly<Record<string, unknown>>) => void;

/** Beside the index of accounts, from which it differs by its id. */
const KEYS_PARTITION = 'accounts';
const KEYS_MARK = { id: 'keys', type: 'key-version' };

/**
 * One point read when nothing is to be done.
 * @param accounts called only when there may be something to do
 * @param now milliseconds since the epoch
 * @throws StoreUnavailable: then it may be done again
 */
export async function rekey(
  containers: KeyedContainers,
  accounts: () => Promise<readonly KeyedAccount[]>,
  report: RekeyReport,
  now: () => number,
): Promise<void> {
  if ((await keyVersion(containers.accounts)) === KEY_VERSION) return;
  for (const account of await accounts()) {
    report({ event: 'storage.rekeying', account: account.id, keyVersion: KEY_VERSION });
    const changed = await rekeyAccount(containers, account, report, now);
    report({ event: 'storage.rekeyed', account: account.id, keyVersion: KEY_VERSION, ...changed });
  }
  const document = { ...KEYS_MARK, version: KEY_VERSION };
  await containers.accounts.batch(KEYS_PARTITION, [{ kind: 'upsert', document }]);
}

/**
 * For an app that may not do it itself.
 * @throws StoreUnavailable until another app has done it
 */
export async function requireKeys(accounts: DocumentStore): Promise<void> {
  const version = await keyVersion(accounts);
  if (version === KEY_VERSION) return;
  throw new StoreUnavailable(
    `the search keys are of version ${version}, not ${KEY_VERSION}: the manage app makes them anew when it is called first`,
  );
}

/** Throws an Error for the person at the terminal when a later version made them. */
export async function keyVersion(accounts: DocumentStore): Promise<number> {
  const mark = await accounts.read(KEYS_PARTITION, KEYS_MARK.id);
  const version = Number(mark?.version ?? 1);
  if (version > KEY_VERSION) throw writtenLater('keys', version, KEY_VERSION);
  return version;
}

async function rekeyAccount(
  { resources, activity }: KeyedContainers,
  { id, types }: KeyedAccount,
  report: RekeyReport,
  now: () => number,
): Promise<Readonly<Record<string, number>>> {
  const changed = { resources: 0, reservations: 0, collisions: 0, logEntries: 0 };
  for (const type of types) {
    changed.resources += await rekeyResources(resources, id, type);
    const { moved, collisions } = await moveReservations(resources, id, type);
    changed.reservations += moved;
    changed.collisions += collisions.length;
    for (const collision of collisions) report({ event: 'storage.collision', account: id, ...collision });
  }
  for (const container of [resources, activity]) changed.logEntries += await rekeyLog(container, id, now);
  return changed;
}
