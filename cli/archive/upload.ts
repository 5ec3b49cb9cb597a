/**
 * Sends lines to the manage API, many at a time; the service says which of them it refuses. This room owns the file of an
 * export, line by line; it never judges what a record says.
 */

import { CommandError, refused } from '../../terminal/command-error.ts';
import { listOf, type ManageClient } from '../manage/manage-client.ts';
import { persistently } from '../manage/persistently.ts';
import type { Line } from './archive-line.ts';

interface RefusedLine {
  readonly line: number;
  readonly detail: string;
}

export interface Upload {
  /** What an administrator should know. */
  readonly notes: readonly string[];
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
  const total = { notes: [] as string[], created: 0, unchanged: 0, refused: [] as RefusedLine[] };
  for await (const batch of batches(lines)) {
    const { notes, created, unchanged, refused: some } = await send(manage, account, batch);
    total.notes.push(...notes);
    total.created += created;
    total.unchanged += unchanged;
    total.refused.push(...some);
    done(batch.lines.length);
    // Without its fields, the account can take nothing else of the file.
    if (batch.isHead && some.length > 0) return total;
  }
  return total;
}

/** The lines of one request. */
interface Batch {
  readonly lines: readonly Line[];
  /** The account goes alone: what comes of it decides about the rest. */
  readonly isHead: boolean;
}

async function* batches(lines: AsyncIterable<Line>): AsyncGenerator<Batch> {
  let [batch, size, isHead]: [Line[], number, boolean] = [[], 0, false];
  for await (const line of lines) {
    const { record } = JSON.parse(line.text) as { record?: unknown };
    if (record === 'end') continue;
    const bytes = Buffer.byteLength(line.text) + 1;
    if (batch.length > 0 && (isHead || batch.length === MAX_RECORDS || size + bytes > MAX_BYTES)) {
      yield { lines: batch, isHead };
      [batch, size] = [[], 0];
    }
    if (batch.length === 0) isHead = record === 'account';
    batch.push(line);
    size += bytes;
  }
  if (batch.length > 0) yield { lines: batch, isHead };
}

async function send(manage: ManageClient, account: string, batch: Batch): Promise<Upload> {
  // As text: numbers keep the digits that the file has.
  const body = `{"records":[${batch.lines.map(({ text }) => text).join(',')}]}`;
  const call = () => manage('POST /accounts/{accountId}/import', { accountId: account }, { body });
  const answer = (await sent(call, batch)).json();
  return {
    notes: Array.isArray(answer.notes) ? answer.notes.map(String) : [],
    created: Number(answer.created),
    unchanged: Number(answer.unchanged),
    refused: listOf(answer.refused).map(({ index, detail }) => ({
      line: batch.lines[Number(index)]?.number ?? 0,
      detail: String(detail),
    })),
  };
}

/** Later, an account that was just made may not be visible to every instance of the service at once. */
async function sent<Sent>(call: () => Promise<Sent>, { lines, isHead }: Batch): Promise<Sent> {
  const passing = isHead ? { silence: false } : { silence: true, statuses: [404] };
  try {
    return await persistently(call, passing);
  } catch (error) {
    throw atLine(error, lines);
  }
}

const atLine = (error: unknown, [first]: readonly Line[]): unknown =>
  error instanceof CommandError
    ? refused(
        `${error.message}\nThe import ended before line ${first?.number ?? 1}. Run the command again: what was imported already is left unchanged.`,
      )
    : error;
