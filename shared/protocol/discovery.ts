/** RFC 7644 §4: the endpoints by which a service provider describes itself, for one account. */

import type { Json, JsonObject } from '../scim/json.ts';
import type { AttributeDefinition } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { SchemaDefinition } from '../scim/schema/schema.ts';
import { commonAttributes } from '../scim/schema/schema.ts';
import { MAX_COUNT } from './retrieve.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:';

/** @param locate URI of a discovery resource below the account's base URL */
type LocateDiscovery = (endpoint: string, id?: string) => string;

export function describeSchemas(types: readonly ResourceType[], locate: LocateDiscovery): JsonObject[] {
  const base = types.map(({ schema: { definition } }) => ({
    ...definition,
    attributes: [externalId, ...definition.attributes],
  }));
  const extensions = types.flatMap((type) => type.extensions.map(({ definition }) => definition));
  return [...base, ...extensions].map((schema) => describeSchema(schema, locate));
}

// RFC 7643 §3.1 lists it in no schema; clients that discover what they can map look for it there.
const externalId = commonAttributes.find(({ name }) => name === 'externalId') as AttributeDefinition;

const describeSchema = (
  { id, name, description, attributes }: SchemaDefinition,
  locate: LocateDiscovery,
): JsonObject => ({
  schemas: [`${URN}Schema`],
  id,
  name,
  description,
  attributes: attributes.map(describeAttribute),
  meta: { resourceType: 'Schema', location: locate('Schemas', id) },
});

/** The characteristics of RFC 7643 §7, and in schemas of our own the format: what else we know is not published. */
function describeAttribute(attribute: AttributeDefinition): JsonObject {
  const {
    closed: _closed,
    notBlank: _notBlank,
    isLabel: _isLabel,
    jsonNumber: _jsonNumber,
    computed: _computed,
    subAttributes,
    canonicalValues,
    referenceTypes,
    ...rest
  } = attribute;
  const optional: Record<string, Json> = {};
  if (canonicalValues) optional.canonicalValues = canonicalValues;
  if (referenceTypes) optional.referenceTypes = referenceTypes;
  if (subAttributes) optional.subAttributes = subAttributes.map(describeAttribute);
  return { ...rest, ...optional };
}

export const describeResourceTypes = (
  types: readonly ResourceType[],
  locate: LocateDiscovery,
): JsonObject[] =>
  types.map(({ name, description, endpoint, schema, extensions }) => ({
    schemas: [`${URN}ResourceType`],
    id: name,
    name,
    description,
    endpoint,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: locate('ResourceTypes', name) },
  }));

/** RFC 7643 §5: the same for every account. */
export const describeServiceProviderConfig = (locate: LocateDiscovery): JsonObject => ({
  schemas: [`${URN}ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_COUNT },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'SCIM token',
      description: 'A bearer token that is made for one Kissflow account (RFC 6750).',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: locate('ServiceProviderConfig') },
});
