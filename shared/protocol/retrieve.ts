/** RFC 7644 §3.4.1 Retrieving a Known Resource. */

import type { OperationContext } from './context.ts';
import { noSuchResource, type Representation, represent, wanted } from './represent.ts';
import { type Conditions, includesVersion, requireMatch } from './version.ts';

export interface Retrieved {
  readonly found: Representation;
  /** True when If-None-Match names what the client would get. */
  readonly isKnown: boolean;
}

export async function retrieve(
  context: OperationContext,
  id: string,
  conditions: Conditions,
): Promise<Retrieved> {
  const { type, account, store } = context;
  const want = wanted(context);
  const stored = await store.get({ account, type }, id, want);
  if (!stored) throw noSuchResource(context, id);
  requireMatch(conditions, stored.revision);
  // The groups of a user change without a new version of the user: no tag tells whether a copy of them is current.
  const isKnown = !want.groups && includesVersion(conditions.ifNoneMatch, stored.revision);
  return { found: represent(context, stored), isKnown };
}
