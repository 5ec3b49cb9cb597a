import { assigned } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

/** By what an administrator looks for a user or group in the log. Nothing where it is not known. */
export interface Subject {
  /** The unique attribute of its resource type, or else `displayName`. */
  readonly name?: string;
  /** In Entra ID the object id, as its portal shows it. */
  readonly externalId?: string;
}

const MAX_LENGTH = 256;

/** @param attributes of a resource, or of a body as a client sent it: names in any case, values of any kind */
export function subjectOf(
  attributes: Readonly<Record<string, unknown>> | undefined,
  { uniqueAttribute }: Pick<ResourceType, 'uniqueAttribute'>,
): Subject {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'string' && value !== '')
      texts.set(name.toLowerCase(), value.slice(0, MAX_LENGTH).toWellFormed());
  }
  const name = texts.get(uniqueAttribute.toLowerCase()) ?? texts.get('displayname');
  const externalId = texts.get('externalid');
  return assigned({ name, externalId });
}
