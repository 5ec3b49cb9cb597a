/** A type of field that Kissflow does not have, put into the table: to be loaded before anything that reads the table. */

import { type FieldTypeDefinition, fieldTypes } from '../../shared/kissflow/field-types.ts';

const percentage: FieldTypeDefinition = {
  title: 'percentage',
  attribute: () => ({ type: 'string' }),
  format: { matches: (text) => /^\d{1,3}(\.\d+)?%$/.test(text), expected: 'a percentage such as "12.5%"' },
  entraType: 'String',
  note: () => 'A percentage: 12.5%.',
  sample: (seed) => `${seed}.50%`,
};

Object.assign(fieldTypes, { percentage });
