/** The account of the tests: a field of every type, and not the demo's, whose fields follow Kissflow's guide. */

import type { Account } from '../shared/accounts/account.ts';
import type { Field } from '../shared/kissflow/field.ts';

const field = (id: string, name: string, type: Field['type'], options?: readonly string[]): Field => ({
  id,
  name,
  type,
  required: false,
  ...(options ? { options } : {}),
});

export const sampleAccount = (unsupportedAttributes: Account['unsupportedAttributes']): Account => ({
  id: 'AcDemo',
  name: 'Demo',
  unsupportedAttributes,
  log: { values: false, days: 30 },
  version: 1,
  fields: [
    field('Employee_ID', 'Employee ID', 'text'),
    field('Cost_Rate', 'Cost rate', 'number'),
    field('Salary', 'Salary', 'currency'),
    field('Date_of_Joining', 'Date of joining', 'date'),
    field('Last_Review', 'Last review', 'dateTime'),
    field('Remote', 'Works remotely', 'yesNo'),
    field('Office_Location', 'Office location', 'dropdown', ['Chennai', 'London', 'New York']),
    field('Manager', 'Manager', 'user'),
  ],
});
