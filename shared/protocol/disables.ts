/** RFC 7643 §4.1.1 `active`: whether a request takes a user's access away, whatever else there is to say about it. */

import { ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import { type PatchContext, type Step, stepsOf } from '../scim/patch/steps.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { findAttribute, sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

const ACTIVE = 'active';

/** Of several values that a PATCH sets the last one counts. */
export function patchDisables(context: PatchContext, operations: readonly Operation[]): boolean {
  if (!findAttribute(context.type.schema.attributes, ACTIVE)) return false;
  const tolerant = { ...context, checks: { ...context.checks, unknownAttribute: () => {} } };
  const steps = operations.flatMap((operation) => readableSteps(tolerant, operation));
  return steps.findLast(setsActive)?.value === false;
}

export const bodyDisables = (type: ResourceType, body: JsonObject): boolean =>
  rootEntries(type, body).some(([name, value]) => sameName(name, ACTIVE) && value === false);

const setsActive = ({ op, target: { attribute, extension } }: Step): boolean =>
  op !== 'remove' && extension === undefined && attribute.name === ACTIVE;

/** None of an operation that cannot be carried out: applying it will say why. */
function readableSteps(context: PatchContext, operation: Operation): readonly Step[] {
  try {
    return stepsOf(context, operation);
  } catch (error) {
    if (error instanceof ScimError) return [];
    throw error;
  }
}
