/** RFC 7643 §3.1 and §3: attributes that every resource has and no schema lists. */

import type { AttributeDefinition } from './attribute.ts';

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
