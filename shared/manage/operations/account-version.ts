/** RFC 9110 §8.8.3, §13.1.1: the version of an account is the ETag of its settings and of its fields. */

import type { Account } from '../../accounts/account.ts';
import { Problem } from '../problem.ts';

export const tagOf = ({ version }: Account): string => `"${version}"`;

/** No version has this number. */
const NONE = -1;

/** @returns undefined for `*`: any version; @throws Problem when the caller does not say (RFC 6585 §3) */
export function versionAsked(request: Request): number | undefined {
  const text = request.headers.get('if-match')?.trim();
  if (!text) {
    throw new Problem('version-required', 'Send If-Match with the ETag that you read, or * to overwrite.');
  }
  if (text === '*') return undefined;
  // A proxy that compresses answers makes tags weak; the version is the same.
  return Number(/^(?:W\/)?"(\d{1,15})"$/.exec(text)?.[1] ?? NONE);
}
