/** RFC 7644 §3.14: conditions on the version of a resource. */

import { preconditionFailed } from '../scim/error.ts';
import { versionOf } from '../scim/resource/write.ts';
import { fix, say } from '../scim/text.ts';

/** Entity tags as sent, or `*` for any version. */
export type Versions = readonly string[] | '*';

/** Weak comparison (RFC 9110 §8.8.3.2). */
export function includesVersion(versions: Versions, version: string): boolean {
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  return versions === '*' || versions.some((tag) => opaque(tag) === opaque(version));
}

/** Throws 412 unless If-Match names the current version. */
export function requireVersion(ifMatch: Versions | undefined, revision: number): void {
  if (ifMatch === undefined || includesVersion(ifMatch, versionOf(revision))) return;
  throw preconditionFailed(
    'version-changed',
    say`The resource has changed: its version is ${versionOf(revision)}. ${fix`Read it again and repeat the change`}.`,
  );
}
