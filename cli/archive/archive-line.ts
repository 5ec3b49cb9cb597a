/** The lines of an export: JSON objects, the account first, and at the end how many there were. */

import { isObject, type JsonObject, parseJson } from '../../shared/scim/json.ts';
import { refused } from '../../terminal/command-error.ts';

/** A record at its line, which counts from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** What a file holds. */
export interface Counts {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
}

/** Bytes; the manage API takes requests of up to 1 MiB. */
const MAX_LINE = 1_000_000;

const KINDS = { user: 'users', group: 'groups', membership: 'memberships' } as const;

export const endLine = (counts: Counts): string =>
  JSON.stringify({
    record: 'end',
    users: counts.users,
    groups: counts.groups,
    memberships: counts.memberships,
  });

/** Counts records as they are written or read. */
export function counter() {
  const counts = { users: 0, groups: 0, memberships: 0 };
  return {
    counts,
    add({ record }: { readonly record?: unknown }): void {
      const kind = Object.entries(KINDS).find(([name]) => name === record)?.[1];
      if (kind) counts[kind] += 1;
    },
  };
}

/**
 * Reads all of it before anything is sent: half a file must not become half an account.
 * @returns what it holds; @throws CommandError that names the line
 */
export async function checkLines(name: string, lines: AsyncIterable<Line>): Promise<Counts> {
  const { counts, add } = counter();
  let previous: JsonObject | undefined;
  for await (const line of lines) {
    const record = recordOf(name, line);
    if (!previous && record.record !== 'account') {
      throw refused(`${name}, line ${line.number}: an export begins with the account; this is another file.`);
    }
    if (previous?.record === 'end') {
      throw refused(`${name}, line ${line.number}: nothing comes after the end record: remove what does.`);
    }
    add(record);
    previous = record;
  }
  requireEnd(name, previous, counts);
  return counts;
}

function recordOf(name: string, { number, text }: Line): JsonObject {
  const size = Buffer.byteLength(text);
  if (size > MAX_LINE) {
    throw refused(`${name}, line ${number}: ${size} bytes are more than the service takes (${MAX_LINE}).`);
  }
  const record = jsonObjectIn(text);
  if (isObject(record)) return record;
  throw refused(`${name}, line ${number}: this is not a JSON object.`);
}

function jsonObjectIn(text: string) {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function requireEnd(name: string, last: JsonObject | undefined, counts: Counts): void {
  if (!last) throw refused(`${name} is empty: export again.`);
  if (last.record !== 'end') {
    throw refused(
      `${name} has no end record, so it was cut off: export again. To import what it holds, add the line ${endLine(counts)}`,
    );
  }
  const isWhole = Object.values(KINDS).every((kind) => last[kind] === counts[kind]);
  if (!isWhole) {
    throw refused(
      `${name} is not whole: its end record counts ${JSON.stringify(last)}, and it holds ${JSON.stringify(counts)}. Export again, or make the two agree.`,
    );
  }
}
