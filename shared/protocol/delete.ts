/** RFC 7644 §3.6 Deleting Resources. */

import { noMemberChange } from '../scim/patch/member-change.ts';
import { noSuchResource, type OperationContext } from './context.ts';
import { type Conditions, requireConditions } from './version.ts';

export async function deleteResource(
  context: OperationContext,
  id: string,
  conditions: Conditions,
): Promise<void> {
  const { type, account, store, record } = context;
  const existed = await store.delete({ account, type }, id, ({ resource, revision }) => {
    requireConditions(conditions, revision);
    const change = { operation: 'delete', id, before: resource, after: undefined } as const;
    return { log: record({ ...change, members: noMemberChange, effect: undefined }) };
  });
  if (!existed) throw noSuchResource(context, id);
}
