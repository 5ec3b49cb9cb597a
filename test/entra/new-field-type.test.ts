/** The Entra client knows a type of field as soon as the table does. */

import '../kissflow/percentage.ts';
import { fieldValues, findExtension } from '../../entra/client/extension.ts';

it('a field of a new type is told by its format in /Schemas, and gets a value', () => {
  const attributes = [{ name: 'Bonus', type: 'string', format: 'percentage' }];
  const extension = findExtension({
    Resources: [{ id: 'urn:kissflow:scim:schemas:extension:AcDemo:2:User', attributes }],
  });
  expect(extension?.fields).toMatchObject([{ name: 'Bonus', type: 'percentage' }]);
  expect(fieldValues(extension, 7)).toEqual({ Bonus: '7.50%' });
});
