/** RFC 7643 §3.1 and §3: attributes that every resource has and no schema lists. */

import type { Attribute } from './attribute.ts';

const common: Omit<Attribute, 'name' | 'description'> = {
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: true,
  mutability: 'readOnly',
  returned: 'default',
  uniqueness: 'none',
};

export const commonAttributes: readonly Attribute[] = [
  {
    ...common,
    name: 'schemas',
    description: 'URNs of the schemas in use.',
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    returned: 'always',
  },
  {
    ...common,
    name: 'id',
    description: 'Identifier of the resource, chosen by the service provider, never reused.',
    returned: 'always',
    uniqueness: 'server',
  },
  {
    ...common,
    name: 'externalId',
    description: 'Identifier of the resource, chosen by the provisioning client.',
    mutability: 'readWrite',
  },
  {
    ...common,
    name: 'meta',
    description: 'Resource metadata.',
    type: 'complex',
    subAttributes: [
      { ...common, name: 'resourceType', description: 'Name of the resource type.' },
      { ...common, name: 'created', description: 'When the resource was created.', type: 'dateTime' },
      { ...common, name: 'lastModified', description: 'When it last changed.', type: 'dateTime' },
      {
        ...common,
        name: 'location',
        description: 'URI of the resource.',
        type: 'reference',
        referenceTypes: ['uri'],
      },
      { ...common, name: 'version', description: 'Weak entity tag of the resource.' },
    ],
  },
];
