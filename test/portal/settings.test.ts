/** Account settings, as a dialog over any page. */

import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

describePortal('Account settings', (portal) => {
  beforeAll(async () => {
    await portal.page.goto(portal.link);
    await portal.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }, 60_000);

  const name = () => portal.page.getByLabel('Name', { exact: true });
  const open = async () => {
    const { page } = portal;
    await page.getByRole('button', { name: 'Account settings' }).press('Enter');
    await page.getByRole('heading', { name: 'Account settings' }).waitFor();
    await name().waitFor();
  };
  const save = (name = 'Save') => portal.page.getByRole('button', { name }).press('Enter');
  const closed = () => portal.page.getByRole('dialog').waitFor({ state: 'detached' });
  /** As another administrator. */
  const change = (body: object) =>
    portal.call('PATCH', '/accounts/AcDemo', body, { 'if-match': '*' }) as Promise<object>;
  const account = async () => Object(await portal.call('GET', '/accounts/AcDemo'));

  it('saves what was changed, by keyboard, and the page shows the new name', async () => {
    const { page } = portal;
    await open();
    await expectNoBarriers(page);
    await name().fill('Contoso');
    await page.getByRole('radio', { name: /^Save the rest/ }).press('Space');
    await page.getByLabel('Days in the log').fill('90');
    await page.getByLabel('Keep old and new values').press('Space');
    await save();
    await closed();
    await page.getByText('Settings saved').waitFor();
    await page.locator('.page-head').getByText('Contoso').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Account settings');
    expect(await account()).toMatchObject({
      name: 'Contoso',
      unsupportedAttributes: 'ignore',
      log: { days: 90, values: true },
    });
  }, 60_000);

  it('RFC 9110 §15.5.13: 412 shows both versions; mine is applied again, and keeps what others changed elsewhere', async () => {
    const { page } = portal;
    await open();
    await name().fill('Contoso Ltd');
    await page.getByLabel('Days in the log').fill('60');
    await change({ name: 'Contoso GmbH', unsupportedAttributes: 'reject' });
    await save();
    const row = page.getByRole('row', { name: /^Name/ });
    await row.waitFor();
    expect(await row.textContent()).toBe('NameContoso GmbHContoso Ltd');
    await page.getByRole('row', { name: /Days in the log 90 60/ }).waitFor();
    await expectNoBarriers(page);
    await save('Apply mine again');
    await closed();
    expect(await account()).toMatchObject({
      name: 'Contoso Ltd',
      unsupportedAttributes: 'reject',
      log: { days: 60, values: true },
    });
  }, 60_000);

  it('412: mine is discarded, and the form goes on with what is there now', async () => {
    const { page } = portal;
    await open();
    await name().fill('Mine');
    await change({ name: 'Theirs' });
    await save();
    await page.getByRole('row', { name: 'Name Theirs Mine' }).waitFor();
    await save('Discard mine');
    await name().waitFor();
    expect(await name().inputValue()).toBe('Theirs');
    await page.getByLabel('Days in the log').fill('30');
    await save();
    await closed();
    expect(await account()).toMatchObject({ name: 'Theirs', log: { days: 30 } });
  }, 60_000);

  it('a refusal is shown with what to do, and what was typed stays', async () => {
    const { page } = portal;
    await open();
    await name().fill('   ');
    await save();
    await page.getByRole('alert').getByText('name must be').waitFor();
    expect(await name().inputValue()).toBe('   ');
    await page.keyboard.press('Escape');
    await closed();
  }, 60_000);

  it('a Viewer looks, and changes nothing', async () => {
    const { page } = portal;
    await actAsViewer(page, portal);
    await page.reload();
    await page.getByRole('button', { name: 'Account settings' }).click();
    await page.getByRole('dialog').getByText('You can look, not change.').waitFor();
    expect(await name().inputValue()).toBe('Theirs');
    expect(await name().isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await expectNoBarriers(page);
  }, 60_000);
});
