/** RFC 7643 §4.1.1 `active`: whether a request takes a user's access away, whatever else there is to say about it. */

import type { JsonObject } from '../scim/json.ts';
import type { BoundOperation, Step } from '../scim/patch/steps.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

const ACTIVE = 'active';

/** Of several values that a PATCH sets the last one counts. */
export const patchDisables = (operations: readonly BoundOperation[]): boolean =>
  operations.flatMap(({ steps }) => steps).findLast(setsActive)?.value === false;

export const bodyDisables = (type: ResourceType, body: JsonObject): boolean =>
  rootEntries(type, body).some(([name, value]) => sameName(name, ACTIVE) && value === false);

const setsActive = ({ op, target: { attribute, extension } }: Step): boolean =>
  op !== 'remove' && extension === undefined && attribute.name === ACTIVE;
