/** What administrators read about fields beside their list. */

import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { FIELD_TYPES } from '../../shared/kissflow/field.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const FIELDS = '/accounts/AcDemo/fields';
const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

it('lists every type of fields, with what a form has to ask for', async () => {
  const { call } = await openConsole();
  const { json } = await call('GET', '/field-types');
  const types = json.fieldTypes as { type: string; title: string }[];
  expect(types.map(({ type }) => type)).toEqual(FIELD_TYPES);
  expect(types).toContainEqual({
    type: 'dropdown',
    title: 'dropdown',
    hasOptions: true,
    mayBeRequired: true,
  });
  expect(types).toContainEqual({ type: 'user', title: 'user', hasOptions: false, mayBeRequired: false });
});

describe.each(STORES)('field usage on %s', (_, stores) => {
  const { fields } = demoAccount('reject');

  it('counts the users who hold a value, also of a field that was removed', async () => {
    const { call, scim, issueScimToken } = await openConsole({ stores, account: { fields } });
    const token = await issueScimToken();
    for (const [userName, values] of [
      ['ann@example.com', { Department: 'Sales', Remote: true }],
      ['bob@example.com', { Department: 'Sales' }],
    ] as const) {
      const user = { schemas: [EXTENSION], userName, [EXTENSION]: values };
      expect((await scim('users', 'POST', '/Users', token, user)).status).toBe(201);
    }
    const rest = fields.filter(({ id }) => id !== 'Department');
    await call('PUT', `${FIELDS}?confirm=true`, { fields: rest }, { 'if-match': '*' });
    const { users } = (await call('GET', `${FIELDS}/usage`)).json;
    expect(users).toMatchObject({ Department: 2, Remote: 1, Salary: 0 });
    expect(Object.keys(Object(users)).toSorted()).toEqual(fields.map(({ id }) => id).toSorted());
  });

  it('leaves out what it has no time for', async () => {
    let now = Date.now();
    const clock = () => {
      now += 2000;
      return now;
    };
    const { call } = await openConsole({ stores, account: { fields }, now: clock });
    const { users } = (await call('GET', `${FIELDS}/usage`)).json;
    expect(Object.keys(Object(users)).length).toBeLessThan(fields.length);
  });
});

describe.each([
  ['reject', 'is refused (400)', 400],
  ['ignore', 'is dropped and named in the provisioning log', 201],
] as const)('an account whose policy is %s', (unsupportedAttributes, said, status) => {
  it(`says of a field that is removed that what is sent for it ${said}, and so it is`, async () => {
    const { fields } = demoAccount('reject');
    const { call, scim, issueScimToken } = await openConsole({ account: { fields, unsupportedAttributes } });
    const body = { fields: fields.filter(({ id }) => id !== 'Salary') };
    const asked = await call('PUT', `${FIELDS}?dryRun=true`, body, { 'if-match': '*' });
    const [affected] = asked.json.needsConfirmation as { detail: string }[];
    expect(affected?.detail).toContain(said);
    await call('PUT', `${FIELDS}?confirm=true`, body, { 'if-match': '*' });
    const user = { schemas: [EXTENSION], userName: 'ann@example.com', [EXTENSION]: { Salary: '1.00' } };
    expect((await scim('users', 'POST', '/Users', await issueScimToken(), user)).status).toBe(status);
  });
});
