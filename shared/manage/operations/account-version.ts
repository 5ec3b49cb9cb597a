/** RFC 9110 §8.8.3, §13.1.1: the version of an account is the ETag of its settings and of its fields. */

import { type Account, AccountError, accountChanged } from '../../accounts/account.ts';
import type { HttpRequest } from '../../http/message.ts';
import { Problem } from '../problem/problem.ts';

export const tagOf = ({ version }: Account): string => `"${version}"`;

/** Versions that a change may build on; undefined: any. */
type AskedVersions = readonly number[] | undefined;

/** A tag of no version of ours matches none. @throws Problem when the caller does not say (RFC 6585 §3) */
export function versionsAsked(request: HttpRequest): AskedVersions {
  const text = request.header('if-match')?.trim();
  if (!text) {
    throw new Problem('version-required', 'Send If-Match with the ETag that you read, or * to overwrite.');
  }
  if (text === '*') return undefined;
  return text.split(',').flatMap((tag) => {
    // A proxy that compresses answers makes tags weak; the version is the same.
    const [, version] = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(tag) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Changes that others may make while one that builds on any version is tried. */
const MAX_TRIES = 10;

/**
 * Runs `change` on the account's version: on the one that was read, or on any, and then again if somebody was faster.
 * @throws AccountError `changed`, `unknown`
 */
export async function onVersion<Result>(
  read: () => Promise<Account>,
  versions: AskedVersions,
  change: (account: Account) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const account = await read();
    if (versions && !versions.includes(account.version)) throw accountChanged(account.id);
    try {
      return await change(account);
    } catch (error) {
      const isLost = error instanceof AccountError && error.code === 'changed';
      if (!isLost || versions || tries === MAX_TRIES) throw error;
    }
  }
}
