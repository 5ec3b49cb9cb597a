/** The log: reason and remedy first, refusals for one reason folded, new entries by themselves, filters in the address. */

import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

jest.setTimeout(60_000);

const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describePortal('the log', (portal) => {
  beforeAll(async () => {
    await create('ann');
    for (const name of ['bob', 'cid', 'cid', 'dan'])
      await create(name, { [EXTENSION]: { Office_Location: 'Paris' } });
    await create('ann');
    await portal.call('POST', '/accounts/AcDemo/tokens', { label: 'Entra production' });
    await portal.page.goto(portal.link);
    await portal.page.getByRole('button', { name: 'Sign out' }).waitFor();
  }, 60_000);

  const create = (name: string, more: object = {}) =>
    portal.scim('POST', '/Users', { schemas: [USER], userName: `${name}@example.com`, ...more });
  const open = (query = '') => portal.page.goto(`${portal.origin}/portal/AcDemo/log${query}`);
  const entry = (text: string | RegExp) => portal.page.locator('.entries > li', { hasText: text });
  const query = () => new URL(portal.page.url()).searchParams;
  const asksForLog = () =>
    portal.page.waitForRequest((request) => /\/(administrators-)?log\?/.test(request.url()));

  it('shows why first and what to do, folds one reason, and links to where it is put right', async () => {
    const { page } = portal;
    await open();
    const paris = entry('Office_Location must be one of');
    await paris.first().waitFor();
    expect(await paris.count()).toBe(1);
    await paris.getByText('add the value to the options of the field').first().waitFor();
    expect(await page.getByText('cid@example.com').isVisible()).toBe(false);
    await paris.getByText('3 more for the same reason').click();
    await paris.getByRole('listitem').filter({ hasText: 'cid@example.com 2 times, last' }).waitFor();
    await expectNoBarriers(page);
    await paris.getByRole('link', { name: 'See the fields' }).waitFor();
    await entry('userName is taken').getByRole('link', { name: 'Who has this name' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await page.getByRole('link', { name: 'ann@example.com' }).waitFor();
  });

  it('has everything in the details, folded; a copy of the correlation id is announced', async () => {
    const { page } = portal;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('?outcome=success');
    const ann = entry('ann@example.com');
    await ann.waitFor();
    expect(await ann.getByText('first start').isVisible()).toBe(false);
    await ann.getByText('Details', { exact: true }).press('Enter');
    await ann.getByText('first start').waitFor();
    await ann.getByText('User name').waitFor();
    await ann.getByRole('button', { name: 'Copy correlation id' }).click();
    await page.getByText('correlation id copied').waitFor();
    await expectNoBarriers(page);
  });

  it('keeps the filters in the address: each by itself, together, back, and after a reload', async () => {
    const { page } = portal;
    await open();
    await page.getByLabel('Outcome').selectOption('Refused');
    await page.waitForURL(/outcome=refused/);
    await entry('dan@example.com').waitFor();
    await entry('is taken').waitFor();
    await entry('dan@example.com').getByRole('link', { name: 'Only this reason' }).click();
    await page.waitForURL(/code=wrong-value/);
    await entry('is taken').waitFor({ state: 'detached' });
    await page.getByLabel('User name, name or id').fill('cid');
    await page.keyboard.press('Enter');
    await entry('cid@example.com').waitFor();
    await entry('dan@example.com').waitFor({ state: 'detached' });
    await page.getByLabel('Token').selectOption('first start');
    await page.getByLabel('Period').selectOption('The last hour');
    await page.waitForURL(/from=/);
    await page.reload();
    await entry('cid@example.com').waitFor();
    expect([...query().keys()].toSorted()).toEqual(['code', 'from', 'outcome', 'subject', 'token']);
    await page.getByRole('link', { name: 'All reasons' }).click();
    await page.waitForURL((url) => !url.searchParams.has('code'));
    await page.goBack();
    await page.getByRole('link', { name: 'All reasons' }).waitFor();
  });

  it('says what to try where there is nothing', async () => {
    await open('?subject=nobody-at-all');
    await portal.page.getByText('The log has nothing like this').waitFor();
    await expectNoBarriers(portal.page);
  });

  it('shows new entries by itself and says how many; paused, it asks for nothing', async () => {
    const page = await portal.page.context().newPage();
    await page.clock.install();
    await page.goto(await portal.newLink());
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByText('dan@example.com').waitFor();
    const tick = (seconds: number) => page.clock.runFor(seconds * 1000);
    for (const name of ['eve', 'fay']) await create(name);
    await tick(5);
    await page.getByText('2 new entries').waitFor();
    await page.getByText('eve@example.com').waitFor();
    await page.locator('.fresh').nth(1).waitFor();
    const live = page.getByRole('button', { name: 'Live' });
    expect(await live.getAttribute('aria-pressed')).toBe('true');
    await live.press('Enter');
    await page.waitForURL(/live=off/);
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/log')) asked += 1;
    });
    await create('gus');
    await tick(60);
    expect(asked).toBe(0);
    await live.press('Enter');
    await tick(5);
    await page.getByText('gus@example.com').waitFor();
    await page.close();
  });

  it('goes on when the machine is online again', async () => {
    const { page } = portal;
    await open();
    await entry('ann@example.com').first().waitFor();
    const context = page.context();
    await context.setOffline(true);
    await page.getByLabel('Outcome').selectOption('Done');
    await page.getByText('No answer').waitFor();
    await context.setOffline(false);
    await page.getByText('No answer').waitFor({ state: 'detached' });
    await entry('ann@example.com').waitFor();
  });

  it('leads page by page to the oldest entry and back; older pages are not live', async () => {
    const { page } = portal;
    for (let n = 0; n < 50; n += 1) await create(`many${n}`);
    await open('?outcome=success');
    await entry('many49@example.com').waitFor();
    expect(await entry('ann@example.com').count()).toBe(0);
    const asks = asksForLog();
    await page.getByRole('link', { name: 'Older entries' }).click();
    await asks;
    await entry('ann@example.com').waitFor();
    expect(await page.getByRole('button', { name: 'Live' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Newest entries' }).click();
    await entry('many49@example.com').waitFor();
    expect(query().has('cursor')).toBe(false);
  });

  it('of administrators: who did what, with what became of it', async () => {
    const { page } = portal;
    await portal.call('DELETE', '/accounts/AcDemo/tokens/0123456789abcdef');
    await open();
    await page.getByRole('link', { name: 'Administrators' }).click();
    await page.waitForURL(/tab=administrators/);
    await entry(/Done Create token by/).waitFor();
    await entry(/Refused Revoke token by/)
      .getByText('Nothing was changed.')
      .waitFor();
    await entry('Create token').getByText('label: Entra production').waitFor();
    await expectNoBarriers(page);
    await page.getByLabel('Operation').selectOption('Revoke token');
    await page.waitForURL(/operation=revokeToken/);
    await entry('Create token').waitFor({ state: 'detached' });
    await entry('Revoke token').getByText('Details', { exact: true }).click();
    await entry('Revoke token').locator('pre').waitFor();
    await expectNoBarriers(page);
  });

  it('a Viewer reads both', async () => {
    const { page } = portal;
    await actAsViewer(page, portal);
    await open('?tab=administrators');
    await entry('Create token').waitFor();
    await page.getByRole('link', { name: 'Provisioning' }).click();
    await entry('many49@example.com').waitFor();
    await page.unroute('**/manage/v1/me');
  });
});
