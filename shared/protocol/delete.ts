/** RFC 7644 §3.6 Deleting Resources. */

import type { OperationContext } from './context.ts';
import { noSuchResource } from './represent.ts';
import { requireVersion, type Versions } from './version.ts';

export async function deleteResource(
  context: OperationContext,
  id: string,
  ifMatch: Versions | undefined,
): Promise<void> {
  const { type, account, store } = context;
  const existed = await store.delete({ account, type }, id, ({ revision }) => {
    requireVersion(ifMatch, revision);
    return { companions: [] };
  });
  if (!existed) throw noSuchResource(context, id);
}
