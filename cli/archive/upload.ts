/** Sends lines to the manage API, many at a time; the service says which of them it refuses. */

import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, refused } from '../command-error.ts';
import { listOf, type ManageClient, objectOf, RefusedCall } from '../manage-client.ts';
import type { Line } from './archive-line.ts';

export interface RefusedLine {
  readonly line: number;
  readonly detail: string;
}

export interface Upload {
  readonly created: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedLine[];
}

/** Of one request: the manage API takes 500 records and 1 MiB. */
const MAX_RECORDS = 200;
const MAX_BYTES = 1_000_000;

/** @param done told of records that were dealt with; @throws CommandError that says how to go on */
export async function upload(
  manage: ManageClient,
  account: string,
  lines: AsyncIterable<Line>,
  done: (records: number) => void,
): Promise<Upload> {
  const total = { created: 0, unchanged: 0, refused: [] as RefusedLine[] };
  for await (const batch of batches(lines)) {
    const { created, unchanged, refused: some } = await send(manage, account, batch);
    total.created += created;
    total.unchanged += unchanged;
    total.refused.push(...some);
    done(batch.length);
    // Without its fields, the account can take nothing else of the file.
    if (isHead(batch) && some.length > 0) return total;
  }
  return total;
}

/** The account goes alone: what comes of it decides about the rest. */
async function* batches(lines: AsyncIterable<Line>): AsyncGenerator<readonly Line[]> {
  let batch: Line[] = [];
  let size = 0;
  for await (const line of lines) {
    if (isEnd(line)) continue;
    const bytes = Buffer.byteLength(line.text) + 1;
    if (batch.length > 0 && (isHead(batch) || batch.length === MAX_RECORDS || size + bytes > MAX_BYTES)) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(line);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}

const recordIn = ({ text }: Line): unknown => (JSON.parse(text) as { record?: unknown }).record;
const isHead = ([first]: readonly Line[]): boolean => first !== undefined && recordIn(first) === 'account';
const isEnd = (line: Line): boolean => recordIn(line) === 'end';

async function send(manage: ManageClient, account: string, batch: readonly Line[]): Promise<Upload> {
  // As text: numbers keep the digits that the file has.
  const body = `{"records":[${batch.map(({ text }) => text).join(',')}]}`;
  const path = ['accounts', account, 'import'];
  const answer = objectOf(await persistently(() => manage({ method: 'POST', path, body }), batch));
  return {
    created: Number(answer.created),
    unchanged: Number(answer.unchanged),
    refused: listOf(answer.refused).map(({ index, detail }) => ({
      line: batch[Number(index)]?.number ?? 0,
      detail: String(detail),
    })),
  };
}

const MAX_TRIES = 6;
/** Seconds. */
const MAX_PAUSE = 30;

/** A service that is busy or away is asked again; an import that was cut off is repeated without harm. */
async function persistently<Result>(run: () => Promise<Result>, batch: readonly Line[]): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const pause = tries < MAX_TRIES ? pauseAfter(error, tries, batch) : undefined;
      if (pause === undefined) throw atLine(error, batch);
      await sleep(pause * 1000);
    }
  }
}

/**
 * An account that was just made may not be visible to every instance of the service at once.
 * @returns seconds; undefined where another try would not help
 */
function pauseAfter(error: unknown, tries: number, batch: readonly Line[]): number | undefined {
  if (!(error instanceof RefusedCall)) return undefined;
  if (error.status === 404) return isHead(batch) ? undefined : 1;
  const isBusy = error.status === 429 || error.status === 503;
  return isBusy ? Math.min(error.retryAfter ?? 2 ** tries, MAX_PAUSE) : undefined;
}

const atLine = (error: unknown, [first]: readonly Line[]): unknown =>
  error instanceof CommandError
    ? refused(
        `${error.message}\nThe import ended before line ${first?.number ?? 1}. Run the command again: what is there already stays as it is.`,
      )
    : error;
