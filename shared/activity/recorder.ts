/**
 * The one place where that comes together which is written after an answer: requests leave their traces in memory, and a
 * process writes them once a minute and when it ends. No request waits for this, and none fails with it.
 */

import { inParallel } from '../async/promises.ts';
import { type ActivityWriter, type AnsweredRequest, hourName, hourOf } from './activity.ts';
import { countsOf, newTally, type Tally, tallied } from './tally.ts';

export interface ActivityRecorder {
  /** Some operations on maps; never throws. */
  answered(request: AnsweredRequest): void;
  /** Writes what has come together. Never throws. */
  flush(): Promise<void>;
}

/** Milliseconds between two writes. */
const PAUSE = 60_000;
/** Milliseconds until the first use of a token is written: somebody is waiting for it, as at Test Connection. */
const SOON = 1000;
/** Tokens that this process knows to be written. */
const MAX_MET = 10_000;
/** Accounts, and tokens of one, that are followed at a time; what has never been found in a store does not get here. */
const MAX_ACCOUNTS = 1000;
const MAX_TOKENS = 1000;
/** Earlier hours of an account that could not be written yet: older ones are of no interest any more. */
const MAX_HOURS = 24;
/** Accounts that are written at the same time. */
const AT_ONCE = 8;

/** Milliseconds since the epoch. */
interface Use {
  readonly first: number;
  readonly last: number;
}

interface Followed {
  tally: Tally;
  readonly before: Tally[];
  readonly uses: Map<string, Use>;
  /** By field id, in milliseconds since the epoch. */
  readonly sent: Map<string, number>;
  disabledUsers: number;
}

/** @param now milliseconds since the epoch; @param pause milliseconds between two writes */
export function activityRecorder(writer: ActivityWriter, now: () => number, pause = PAUSE): ActivityRecorder {
  const accounts = new Map<string, Followed>();
  const met = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isSoon = false;
  let writing: Promise<void> = Promise.resolve();

  /** @returns whether nothing is left to write */
  const written = async (account: string, followed: Followed): Promise<boolean> => {
    // Of an account that was deleted meanwhile nothing must come back.
    if (await writer.isThere(account).catch(() => true)) return writeFollowed(writer, account, followed);
    accounts.delete(account);
    return true;
  };

  const write = async (): Promise<void> => {
    await inParallel([...accounts], AT_ONCE, async ([account, followed]) => {
      const isWritten = await written(account, followed);
      if (isWritten && followed.tally.hour < hourOf(now())) accounts.delete(account);
    });
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    isSoon = false;
    // Two at once would write the same counts twice, the older ones perhaps last.
    writing = writing.then(write);
    return writing;
  };

  const writeIn = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), milliseconds).unref();
  };

  return {
    flush,
    answered(request) {
      const time = now();
      const followed = follow(accounts, request.account, hourOf(time));
      if (!followed) return;
      note(followed, request, time);
      if (!isSoon && isNew(met, request)) {
        isSoon = true;
        writeIn(Math.min(SOON, pause));
      } else if (!timer) writeIn(pause);
    },
  };
}

/** Whether this process meets the token for the first time. */
function isNew(met: Set<string>, { tokenId }: AnsweredRequest): boolean {
  if (tokenId === undefined || met.has(tokenId)) return false;
  if (met.size >= MAX_MET) met.clear();
  met.add(tokenId);
  return true;
}

function follow(accounts: Map<string, Followed>, account: string, hour: number): Followed | undefined {
  const known = accounts.get(account);
  if (!known) {
    if (accounts.size >= MAX_ACCOUNTS) return undefined;
    const followed = {
      tally: newTally(hour),
      before: [],
      uses: new Map(),
      sent: new Map(),
      disabledUsers: 0,
    };
    accounts.set(account, followed);
    return followed;
  }
  if (known.tally.hour !== hour) {
    if (!known.tally.isWritten) known.before.push(known.tally);
    if (known.before.length > MAX_HOURS) known.before.shift();
    known.tally = newTally(hour);
  }
  return known;
}

function note(followed: Followed, request: AnsweredRequest, time: number): void {
  const { tokenId, disabledUsers = 0, retiring = [] } = request;
  if (tokenId !== undefined) used(followed.uses, tokenId, { first: time, last: time });
  tallied(followed.tally, request, time);
  for (const fieldId of retiring) followed.sent.set(fieldId, time);
  followed.disabledUsers += disabledUsers;
}

/** The earliest first use and the last one. */
function used(uses: Map<string, Use>, tokenId: string, { first, last }: Use): void {
  const known = uses.get(tokenId);
  if (known) uses.set(tokenId, { first: Math.min(known.first, first), last: Math.max(known.last, last) });
  else if (uses.size < MAX_TOKENS) uses.set(tokenId, { first, last });
}

/** @returns false when something could not be written: it is tried again */
async function writeFollowed(writer: ActivityWriter, account: string, followed: Followed): Promise<boolean> {
  const hours = [...followed.before, followed.tally].filter(({ isWritten }) => !isWritten);
  const outcomes = await Promise.all([
    ...hours.map((tally) => writeTally(writer, account, tally)),
    ...[...followed.uses].map(([tokenId, use]) => writeUse(writer, account, tokenId, use, followed.uses)),
    ...[...followed.sent].map(([fieldId, time]) => writeSent(writer, account, fieldId, time, followed.sent)),
    addDisabled(writer, account, followed),
  ]);
  followed.before.splice(0, followed.before.length, ...followed.before.filter(({ isWritten }) => !isWritten));
  return !outcomes.includes(false);
}

/** Whole, under an id of its own: done again it changes nothing. */
async function writeTally(writer: ActivityWriter, account: string, tally: Tally): Promise<boolean> {
  tally.isWritten = true;
  const isWritten = await succeeds(
    writer.writeHour(account, hourName(tally.hour), tally.id, countsOf(tally)),
  );
  if (!isWritten) tally.isWritten = false;
  return isWritten;
}

async function writeUse(
  writer: ActivityWriter,
  account: string,
  tokenId: string,
  use: Use,
  uses: Map<string, Use>,
): Promise<boolean> {
  uses.delete(tokenId);
  const [firstUsedAt, lastUsedAt] = [instant(use.first), instant(use.last)];
  const isWritten = await succeeds(writer.writeUse(account, tokenId, { firstUsedAt, lastUsedAt }));
  if (!isWritten) used(uses, tokenId, use);
  return isWritten;
}

async function writeSent(
  writer: ActivityWriter,
  account: string,
  fieldId: string,
  time: number,
  sent: Map<string, number>,
): Promise<boolean> {
  sent.delete(fieldId);
  const isWritten = await succeeds(writer.writeSent(account, fieldId, instant(time)));
  if (!isWritten && !sent.has(fieldId)) sent.set(fieldId, time);
  return isWritten;
}

/** Not tried again: it may have been done. The next count of the users puts it right. */
async function addDisabled(writer: ActivityWriter, account: string, followed: Followed): Promise<boolean> {
  const by = followed.disabledUsers;
  followed.disabledUsers = 0;
  if (by !== 0) await succeeds(writer.addDisabled(account, by));
  return true;
}

const instant = (time: number): string => new Date(time).toISOString();

const succeeds = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    () => false,
  );
