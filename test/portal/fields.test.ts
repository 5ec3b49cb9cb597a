/** Fields in the browser: what a change does is said before it is made, and nothing of another administrator is lost. */

import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { FIELD_TYPES } from '../../shared/kissflow/field.ts';
import { fieldTypes } from '../../shared/kissflow/field-types.ts';
import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const FIELDS = '/accounts/AcDemo/fields';

describePortal('fields in a browser', (portal) => {
  jest.setTimeout(60_000);
  let token: string;
  beforeAll(async () => {
    const created = await portal.call('POST', '/accounts/AcDemo/tokens', { label: 'test' });
    token = Object(created).token;
    await send('POST', '/Users', { userName: 'ann@example.com', [EXTENSION]: { Department: 'Sales' } });
    await send('POST', '/Users', { userName: 'bob@example.com' });
    await portal.page.goto(portal.link);
    await portal.page.getByRole('heading', { level: 1 }).waitFor();
  }, 60_000);
  beforeEach(async () => {
    await portal.call('PUT', `${FIELDS}?confirm=true`, { fields: demoAccount('reject').fields }, ANY);
    await portal.page.goto(`${portal.origin}/portal/AcDemo/fields`);
    await row('Department').waitFor();
  });

  const ANY = { 'if-match': '*' };
  const send = (method: string, path: string, body: object) =>
    fetch(`${portal.origin}/scim/v2/AcDemo${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: [EXTENSION], ...body }),
    });
  const row = (name: string) => portal.page.getByRole('row', { name: new RegExp(`^${name}`) });
  const button = (name: string) => portal.page.getByRole('button', { name, exact: true });
  const dialog = (title: string) => portal.page.getByRole('dialog', { name: title });
  const gone = (title: string) => dialog(title).waitFor({ state: 'detached' });
  const removed = (name: string) =>
    portal.page
      .getByRole('region', { name: 'Removed fields' })
      .getByRole('row', { name: new RegExp(`^${name}`) });
  const typeId = (id: string) => portal.page.getByLabel(`Type ${id} to go on`);

  it('says of each field its type, its target and how many users have a value', async () => {
    await row('Department').getByText('1', { exact: true }).waitFor();
    const text = await row('Office location').innerText();
    expect(text).toContain('dropdown');
    expect(text).toContain('Chennai, London, New York');
    expect(text).toContain(`${EXTENSION}:Office_Location`);
    expect(await row('Manager').innerText()).toContain(`${EXTENSION}:Manager.value`);
    await expectNoBarriers(portal.page);
  });

  it('adds a field by keyboard, of every type that there is', async () => {
    const { page } = portal;
    await button('Add field').press('Enter');
    await dialog('Add field').waitFor();
    await page.keyboard.type('Cost code');
    expect(await page.getByLabel('Type', { exact: true }).locator('option').allInnerTexts()).toEqual(
      FIELD_TYPES.map((type) => fieldTypes[type].title),
    );
    await page.getByLabel('Type', { exact: true }).selectOption('dropdown');
    await page.getByLabel('Options').fill('A1\n\n B2 \n');
    await expectNoBarriers(page);
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await row('Cost code').getByText('A1, B2').waitFor();
    await row('Cost code').getByText(`${EXTENSION}:Cost_code`).waitFor();
    await gone('Add field');
  });

  it('says how many users lack a value before a field becomes required', async () => {
    const { page } = portal;
    await button('Add field').click();
    await page.getByLabel('Name', { exact: true }).fill('Badge');
    await page.getByLabel('Every new user must have a value').check();
    await button('Add').click();
    await dialog('Add field').getByText('2 users have no value').waitFor();
    await button('Add anyway').click();
    await row('Badge').getByText('required').waitFor();
  });

  it('refuses what cannot be, in the dialog, and keeps what was typed', async () => {
    const { page } = portal;
    await button('Add field').click();
    await page.getByLabel('Name', { exact: true }).fill('department');
    await button('Add').click();
    await dialog('Add field').getByRole('alert').getByText('is defined twice').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('department');
  });

  it('gives a field another type only when its id is typed, as users have values', async () => {
    const { page } = portal;
    await button('Change Department').click();
    await page.getByLabel('Type', { exact: true }).selectOption('number');
    await button('Change').click();
    await dialog('Change Department').getByText('1 user holds a value').waitFor();
    await dialog('Change Department').getByText('kept and hidden').waitFor();
    await typeId('Department').fill('Salary');
    await page.keyboard.press('Enter');
    await dialog('Change Department').waitFor();
    await typeId('Department').fill('Department');
    await page.keyboard.press('Enter');
    await gone('Change Department');
    await row('Department').getByText('number').waitFor();
  });

  it('lets a field retire first, ends the retirement, and brings the field back with its values', async () => {
    const { page } = portal;
    await button('Remove Department').click();
    await dialog('Remove Department').getByText('1 user holds a value').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Keep it as it is');
    await expectNoBarriers(page);
    await typeId('Department').fill('Department');
    await button('Retire Department').click();
    await removed('Department').getByText('retiring', { exact: true }).waitFor();
    const sent = { userName: 'cid@example.com', [EXTENSION]: { Department: 'Sales' } };
    expect((await send('POST', '/Users', sent)).status).toBe(201);
    await page.reload();
    await removed('Department').getByText('still sent').waitFor();
    await button('End retirement of Department').click();
    await dialog('End the retirement of Department').getByText('is refused (400)').waitFor();
    await typeId('Department').fill('Department');
    await button('End the retirement').click();
    await removed('Department').getByText('removed', { exact: true }).waitFor();
    await expectNoBarriers(page);
    await button('Restore Department').click();
    await dialog('Restore Department').waitFor();
    await button('Restore').click();
    await gone('Restore Department');
    await row('Department').getByText('1', { exact: true }).waitFor();
  });

  it('removes at once where one chooses so, and the dialog says what that does', async () => {
    const { page } = portal;
    await button('Remove Salary').click();
    await page.getByLabel('Remove it at once').check();
    await dialog('Remove Salary').getByText('0 users hold a value').waitFor();
    await dialog('Remove Salary').getByText('is refused (400)').waitFor();
    await dialog('Remove Salary').getByRole('button', { name: 'Remove Salary' }).click();
    await removed('Salary').getByText('removed', { exact: true }).waitFor();
    await gone('Remove Salary');
  });

  it('412: shows both versions, and applies its own to what is there now', async () => {
    const { page } = portal;
    await button('Change Salary').click();
    await page.getByLabel('Name', { exact: true }).fill('Pay');
    const fields = demoAccount('reject').fields.map((field) => ({
      ...field,
      name: field.id === 'Salary' ? 'Wages' : field.id === 'Remote' ? 'Home office' : field.name,
    }));
    await portal.call('PUT', FIELDS, { fields }, ANY);
    await button('Change').click();
    const versions = page.getByRole('region', { name: 'Both versions' });
    await versions.getByText('Wages · currency').waitFor();
    await versions.getByText('Pay · currency').waitFor();
    await expectNoBarriers(page);
    await button('Apply mine again').click();
    await gone('Change Salary');
    await row('Pay').waitFor();
    await row('Home office').waitFor();
  });

  it('a dialog has an address; going back closes it', async () => {
    const { page } = portal;
    await button('Change Works remotely').click();
    await dialog('Change Works remotely').waitFor();
    expect(page.url()).toContain('?do=edit&field=Remote');
    await page.reload();
    await dialog('Change Works remotely').waitFor();
    await page.goBack();
    await gone('Change Works remotely');
  });

  it('offline: says so in the dialog, and sends it when the service answers again', async () => {
    const { page } = portal;
    await button('Add field').click();
    await page.getByLabel('Name', { exact: true }).fill('Desk');
    await page.context().setOffline(true);
    await button('Add').click();
    await dialog('Add field').getByText('No answer').waitFor();
    await page.context().setOffline(false);
    await button('Add').click();
    await row('Desk').waitFor();
  });

  it('a Viewer has no buttons, and no dialog by its address', async () => {
    const page = await portal.page.context().newPage();
    await actAsViewer(page, portal);
    await page.goto(await portal.newLink());
    await page.getByRole('link', { name: 'Fields', exact: true }).click();
    await page.getByText('You can look, not change.').waitFor();
    await page.getByRole('row', { name: /^Department/ }).waitFor();
    await page.goto(`${portal.origin}/portal/AcDemo/fields?do=add`);
    await page.getByRole('row', { name: /^Department/ }).waitFor();
    expect(await page.getByRole('button', { name: /Add|Change|Remove/ }).count()).toBe(0);
    await expectNoBarriers(page);
    await page.close();
  });
});
