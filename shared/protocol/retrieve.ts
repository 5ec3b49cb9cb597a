/** RFC 7644 §3.4.1 Retrieving a Known Resource. */

import type { OperationContext } from './context.ts';
import { noSuchResource, type Representation, represent, wanted } from './represent.ts';

export async function retrieve(context: OperationContext, id: string): Promise<Representation> {
  const { type, account, store } = context;
  const stored = await store.get({ account, type }, id, wanted(context));
  if (!stored) throw noSuchResource(context, id);
  return represent(context, stored);
}
