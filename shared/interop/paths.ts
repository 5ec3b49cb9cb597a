/** RFC 7644 §3.5.2 paths, read without refusing: what cannot be read or is unknown is left for the core to report. */

import { type OperationPath, readPath } from '../scim/messages/patch-op.ts';
import type { Policy } from '../scim/policy.ts';
import type { Attribute } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Note } from './quirk.ts';

/** What the core itself tolerates on behalf of the clients of this service: scim/policy.ts explains each. */
export const policy: Policy = {
  lenientLiterals: true,
  singleQuotes: true,
  createMissingTarget: true,
  removeListedValues: true,
};

/** The same, each deviation noted when it is needed. */
export const notingPolicy = (note: Note): Policy => ({
  ...policy,
  tolerated: (deviation) => note(deviation),
});

/** A path that stands where a name is expected, such as the key of an object. */
export const pathOf = (text: string, read = policy): OperationPath => readPath(text, read);

/** What the value of an operation is a value of. */
export interface ValueTarget {
  readonly attribute: Attribute;
  /** A singular attribute, or a sub-attribute; false for a list and for an element of one. */
  readonly single: boolean;
  /** Whether a value filter chooses elements of a list. */
  readonly filtered?: boolean;
  /** Of a sub-attribute: the value that it is a part of. */
  readonly parent?: Attribute;
}

/** @returns undefined when the path names no attribute of the resource type, or there is none */
export function targetOf(type: ResourceType, path: OperationPath | undefined): ValueTarget | undefined {
  const { attribute: written, filter, sub } = path?.parsed ?? {};
  const attribute = written && type.locate(written.urn, written.name)?.attribute;
  if (!attribute) return undefined;
  const name = sub ?? written.sub;
  if (name !== undefined) {
    const part = attribute.sub(name);
    return part && { attribute: part, single: true, parent: attribute.single };
  }
  const single = !attribute.multiValued;
  return filter ? { attribute: attribute.single, single, filtered: !single } : { attribute, single };
}

/** `URN:attribute` for `URN.attribute`, where the URN is that of a schema; undefined for any other text. */
export function colonPath(type: ResourceType, text: string): OperationPath | undefined {
  if (!text.includes(':')) return undefined;
  const folded = text.toLowerCase();
  const schemas = [type.schema, ...type.extensions];
  const urn = schemas.find(({ id }) => folded.startsWith(`${id.toLowerCase()}.`))?.id;
  return urn === undefined ? undefined : pathOf(`${text.slice(0, urn.length)}:${text.slice(urn.length + 1)}`);
}
