/** RFC 7644 §3.14: conditions on the version of a resource. */

import { preconditionFailed } from '../scim/error.ts';
import { versionOf } from '../scim/resource/server-attributes.ts';
import { fix, say } from '../scim/text.ts';

/** Entity tags as sent, or `*` for any version. */
export type Versions = readonly string[] | '*';

/** RFC 9110 §13.1; each is undefined when the client did not send it. */
export interface Conditions {
  readonly ifMatch: Versions | undefined;
  readonly ifNoneMatch: Versions | undefined;
}

export const isConditional = ({ ifMatch, ifNoneMatch }: Conditions): boolean =>
  ifMatch !== undefined || ifNoneMatch !== undefined;

/**
 * Compares by value (weak comparison, RFC 9110 §8.8.3.2). RFC 9110 §13.1.1 wants If-Match compared strongly, which no
 * weak tag could pass; RFC 7644 §3.14 sends weak ones and has them match.
 */
export function includesVersion(versions: Versions | undefined, revision: number): boolean {
  if (versions === undefined || versions === '*') return versions === '*';
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  return versions.some((tag) => opaque(tag) === opaque(versionOf(revision)));
}

/** Throws 412 unless If-Match names the current version. */
export function requireMatch({ ifMatch }: Conditions, revision: number): void {
  if (ifMatch === undefined || includesVersion(ifMatch, revision)) return;
  throw preconditionFailed(
    'version-changed',
    say`The resource has changed: its version is ${versionOf(revision)}. ${fix`Read it again and repeat the request`}.`,
  );
}

/** For a change, both conditions in the order of RFC 9110 §13.2.2. Throws 412 unless they hold. */
export function requireConditions(conditions: Conditions, revision: number): void {
  requireMatch(conditions, revision);
  if (!includesVersion(conditions.ifNoneMatch, revision)) return;
  throw preconditionFailed(
    'version-excluded',
    say`If-None-Match excludes the version that the resource has, ${versionOf(revision)}: ${fix`leave the header out, or name the version to change in If-Match`}.`,
  );
}
