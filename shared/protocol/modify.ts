/** RFC 7644 §3.5.2 Modifying with PATCH: the pure patch runs inside the store's compare-and-swap. */

import { applyPatch } from '../scim/patch/apply.ts';
import type { BoundOperation } from '../scim/patch/steps.ts';
import { equal } from '../scim/resource/resource.ts';
import type { OperationContext } from './context.ts';
import { noSuchResource, type Representation, represent, wanted } from './represent.ts';
import { type Conditions, isConditional, requireConditions } from './version.ts';

export async function modify(
  context: OperationContext,
  id: string,
  operations: readonly BoundOperation[],
  conditions: Conditions,
): Promise<Representation> {
  const { type, account, store, record } = context;
  const stored = await store.update({ account, type }, id, wanted(context), ({ resource, revision }) => {
    requireConditions(conditions, revision);
    const patched = applyPatch(context, resource, operations);
    return {
      ...(equal(patched.resource, resource) ? {} : { attributes: patched.resource }),
      members: patched.members,
      conditional: isConditional(conditions),
      log: (effect) =>
        record({
          operation: 'modify',
          id,
          before: resource,
          after: patched.resource,
          members: patched.members,
          effect,
        }),
    };
  });
  if (!stored) throw noSuchResource(context, id);
  return represent(context, stored);
}
