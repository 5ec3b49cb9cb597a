/** The account of a first start: the nine fields that Kissflow's guide to provisioning lists. */

import type { Field } from '../kissflow/field.ts';
import type { Account } from './account.ts';

const demoField = (id: string, name: string, type: Field['type'], options?: readonly string[]): Field => ({
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
    demoField('Manager', 'Manager', 'user'),
    demoField('User_Type', 'User type', 'user'),
    demoField('Department', 'Department', 'text'),
    demoField('Cost_Rate', 'Cost rate', 'number'),
    demoField('Salary', 'Salary', 'currency'),
    demoField('Date_of_Joining', 'Date of joining', 'date'),
    demoField('Last_Review', 'Last review', 'dateTime'),
    demoField('Remote', 'Works remotely', 'yesNo'),
    demoField('Office_Location', 'Office location', 'dropdown', ['Chennai', 'London', 'New York']),
  ],
});
