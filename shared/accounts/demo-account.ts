/** The account of a first start: the nine fields that Kissflow's guide to provisioning lists. */

import type { Field } from '../kissflow/field.ts';
import type { Account } from './account.ts';

const field = (id: string, name: string, type: Field['type'], options?: readonly string[]): Field => ({
  id,
  name,
  type,
  required: false,
  ...(options ? { options } : {}),
});

export const demoAccount = (unsupportedAttributes: Account['unsupportedAttributes']): Account => ({
  id: 'AcDemo',
  name: 'Demo',
  unsupportedAttributes,
  log: { values: false, days: 30 },
  version: 1,
  fields: [
    field('Manager', 'Manager', 'user'),
    field('User_Type', 'User type', 'user'),
    field('Department', 'Department', 'text'),
    field('Cost_Rate', 'Cost rate', 'number'),
    field('Salary', 'Salary', 'currency'),
    field('Date_of_Joining', 'Date of joining', 'date'),
    field('Last_Review', 'Last review', 'dateTime'),
    field('Remote', 'Works remotely', 'yesNo'),
    field('Office_Location', 'Office location', 'dropdown', ['Chennai', 'London', 'New York']),
  ],
});
