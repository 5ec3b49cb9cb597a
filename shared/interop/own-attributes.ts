/** What the service provider itself sets (RFC 7643 §7 readOnly), sent along with what the client wants to change. */

import type { JsonObject } from '../scim/json.ts';
import { findAttribute, sameName } from '../scim/schema/attribute.ts';
import { findExtension, type ResourceType } from '../scim/schema/resource-type.ts';
import { without } from './json-object.ts';
import { targetOf } from './paths.ts';
import type { Quirk } from './quirk.ts';

/** Of an operation without a path; a path that names such an attribute stays a mistake. */
export const ownAttributes: Quirk<ResourceType, string> = {
  name: 'own-attributes',
  source: 'Okta: "id" beside the new displayName of a group; clients that send back what they have read',
  apply: (type, path) => (targetOf(type, path)?.attribute.mutability === 'readOnly' ? path : undefined),
};

interface Container {
  readonly type: ResourceType;
  readonly urn: string;
}

export const extensionSchemas: Quirk<Container, JsonObject> = {
  name: 'extension-schemas',
  source: 'clients that write an extension as a resource of its own, with "schemas" inside',
  apply: ({ type, urn }, container) => {
    const attributes = findExtension(type, urn)?.attributes ?? [];
    if (!/^urn:/i.test(urn) || findAttribute(attributes, 'schemas')) return undefined;
    return without(container, (name) => sameName(name, 'schemas'));
  },
};
