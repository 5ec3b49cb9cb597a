// A User type with an extension that has an attribute of every type, and resources of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../../../shared/scim/resource/resource.ts';
import {
  type Attribute,
  type AttributeDefinition,
  compileAttribute,
} from '../../../shared/scim/schema/attribute.ts';
import { userType } from '../../../shared/scim/schema/core-types.ts';
import type { SchemaDefinition } from '../../../shared/scim/schema/schema.ts';

export const attribute = (name: string, characteristics: Partial<AttributeDefinition> = {}): Attribute =>
  compileAttribute({
    name,
    type: 'string',
    multiValued: false,
    description: name,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  });

export const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const extension: SchemaDefinition = {
  id: EXTENSION,
  name: 'AcDemo',
  description: 'AcDemo',
  attributes: [
    attribute('Cost_Code'),
    attribute('Badge', { caseExact: true }),
    attribute('Salary', { type: 'decimal' }),
    attribute('Floor', { type: 'integer' }),
    attribute('Remote', { type: 'boolean' }),
    attribute('Joined', { type: 'dateTime' }),
    attribute('Photo', { type: 'binary' }),
    attribute('Pin', { returned: 'never' }),
    attribute('title', { description: 'Hidden by the core attribute unless its URN is written.' }),
    attribute('constructor'),
    attribute('Tags', { multiValued: true }),
    attribute('Void', { type: 'complex' }),
    attribute('Desk', {
      type: 'complex',
      subAttributes: [
        attribute('row', { type: 'integer' }),
        attribute('seats', { multiValued: true }),
        attribute('key', { returned: 'never' }),
      ],
    }),
    attribute('Manager_1', {
      type: 'complex',
      subAttributes: [
        attribute('value', { caseExact: true }),
        attribute('$ref', { type: 'reference', mutability: 'readOnly' }),
      ],
    }),
  ],
};

export const type = userType([extension]);

/** One file below test/fixtures/filter. */
export function fixture<Shape>(name: string): Shape {
  const file = join(import.meta.dirname ?? '', '../../fixtures/filter', name);
  return JSON.parse(readFileSync(file, 'utf8'));
}

export const resources = fixture<Resource[]>('users.json');
