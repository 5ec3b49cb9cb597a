/** A User type with one field of each Kissflow type that the rules tell apart, and the Group type. */

import { extensionSchema, type Field } from '../../shared/kissflow/field.ts';
import { groupType, userType } from '../../shared/scim/schema/core-types.ts';

const field = (id: string, type: Field['type'], options?: readonly string[]): Field => ({
  id,
  name: id,
  type,
  required: false,
  ...(options && { options }),
});

const fields = [
  field('Employee_ID', 'text'),
  field('Cost_Rate', 'number'),
  field('Salary', 'currency'),
  field('Date_of_Joining', 'date'),
  field('Last_Review', 'dateTime'),
  field('Remote', 'yesNo'),
  field('Office_Location', 'dropdown', ['Chennai', 'London']),
  field('Manager_1', 'user'),
];

export const types = { User: userType([extensionSchema('AcDemo', fields)]), Group: groupType };
export type TypeName = keyof typeof types;
