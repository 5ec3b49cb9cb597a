/** What reading a client's value needs from outside the pure core; handed in by the caller of an operation. */

import type { Json } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { Value } from './resource.ts';

export interface Intake {
  /** Validates a value against the characteristics of `attribute`; throws invalidValue naming `path`. */
  readonly check: (attribute: Attribute, value: Json, path: string) => Value;
  /** Whether a stored value has the type of `attribute`; an option that was taken away since still has. */
  readonly fits: (attribute: Attribute, value: Json) => value is Value;
  /**
   * Told of data under an attribute that this resource type does not have. Throws to refuse the request;
   * returns to let the data be dropped.
   */
  readonly unknown: (path: string) => void;
}
