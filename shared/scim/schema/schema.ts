/** RFC 7643 §7: schemas, and the attributes of §3 and §3.1, which every resource has and no schema lists. */

import { type AttributeDefinition, type Attributes, attributesOf, compileAttributes } from './attribute.ts';

/** As it is published; `id` is its URN. */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
  /** Attributes that the schema had: their values are stored, and found again when they return. Not published. */
  readonly former?: readonly AttributeDefinition[];
}

/** Compiled once, with its resource type. */
export interface Schema {
  readonly id: string;
  readonly attributes: Attributes;
  /** Those that search keys may hold: present and former ones. */
  readonly keyed: Attributes;
  /** For discovery, which publishes it. */
  readonly definition: SchemaDefinition;
}

export function compileSchema(definition: SchemaDefinition): Schema {
  const attributes = compileAttributes(definition.attributes);
  const former = compileAttributes(definition.former ?? []);
  return { id: definition.id, attributes, keyed: attributesOf([...attributes, ...former]), definition };
}

const commonCharacteristics: Omit<AttributeDefinition, 'name' | 'description'> = {
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: true,
  mutability: 'readOnly',
  returned: 'default',
  uniqueness: 'none',
};

export const commonAttributes: readonly AttributeDefinition[] = [
  {
    ...commonCharacteristics,
    name: 'schemas',
    description: 'URNs of the schemas in use.',
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    returned: 'always',
  },
  {
    ...commonCharacteristics,
    name: 'id',
    description: 'Identifier of the resource, chosen by the service provider, never reused.',
    returned: 'always',
    uniqueness: 'server',
  },
  {
    ...commonCharacteristics,
    name: 'externalId',
    description: 'Identifier of the resource, chosen by the provisioning client.',
    mutability: 'readWrite',
  },
  {
    ...commonCharacteristics,
    name: 'meta',
    description: 'Resource metadata.',
    type: 'complex',
    subAttributes: [
      { ...commonCharacteristics, name: 'resourceType', description: 'Name of the resource type.' },
      {
        ...commonCharacteristics,
        name: 'created',
        description: 'When the resource was created.',
        type: 'dateTime',
      },
      {
        ...commonCharacteristics,
        name: 'lastModified',
        description: 'When it last changed.',
        type: 'dateTime',
      },
      {
        ...commonCharacteristics,
        name: 'location',
        description: 'URI of the resource.',
        type: 'reference',
        referenceTypes: ['uri'],
        computed: true,
      },
      {
        ...commonCharacteristics,
        name: 'version',
        description: 'Weak entity tag of the resource.',
        computed: true,
      },
    ],
  },
];
