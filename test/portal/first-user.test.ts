/** The whole set-up by keyboard alone, from an account without anything to the first user that Entra provisions. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describePortal, expectNoBarriers } from './browser.ts';

jest.setTimeout(90_000);

const ROOT = join(__dirname, '../..');
const MAX_TABS = 100;

describePortal('from an empty account to the first user, with Tab, Enter and letters only', (portal) => {
  let connectionFile: string;
  beforeAll(async () => {
    await portal.call('POST', '/accounts', { id: 'AcNew', name: 'Contoso' });
    await portal.page.goto(portal.link);
    await portal.page.getByRole('button', { name: 'Sign out' }).waitFor();
    await portal.page.goto(`${portal.origin}/portal/AcNew/overview`);
  });

  /** What has the focus, as its label or its text says. */
  const focused = () =>
    portal.page.evaluate(`(() => {
      const { activeElement: at } = document;
      return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
    })()`);

  /** Once it is there: with the mouse it could be clicked. */
  async function tabTo(role: 'link' | 'button' | 'textbox', name: string): Promise<void> {
    const { page } = portal;
    await page.getByRole(role, { name, exact: true }).first().waitFor();
    for (let count = 0; count < MAX_TABS; count += 1) {
      if ((await focused()) === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${MAX_TABS} times Tab do not lead to ${name}`);
  }

  async function press(role: 'link' | 'button', name: string): Promise<void> {
    await tabTo(role, name);
    await portal.page.keyboard.press('Enter');
  }

  const title = (name: string) => portal.page.getByRole('heading', { level: 1, name }).waitFor();
  const step = (name: string) => portal.page.getByRole('listitem').filter({ hasText: name });

  it('the overview says what is the first step, and leads to it', async () => {
    await title('Overview');
    await step('Generate a token').first().waitFor();
    await press('link', 'Generate a token');
    await title('Connection');
    await portal.page.getByRole('heading', { name: 'Generate token' }).waitFor();
  });

  it('a token is generated, and its file stored', async () => {
    const { page } = portal;
    await tabTo('textbox', 'Label');
    await page.keyboard.type('Entra production');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your new token' }).waitFor();
    const downloading = page.waitForEvent('download');
    await press('button', 'Download JSON');
    connectionFile = await (await downloading).path();
    await press('button', 'Close');
    await page.getByRole('row').filter({ hasText: 'Entra production' }).waitFor();
  });

  it('a field is defined', async () => {
    const { page } = portal;
    await press('link', 'Fields');
    await title('Fields');
    await press('button', 'Add field');
    await tabTo('textbox', 'Name');
    await page.keyboard.type('Cost centre');
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ hasText: 'Cost_centre' }).waitFor();
  });

  it('the overview waits for Entra, and says by itself that it came and whom it brought', async () => {
    const { page } = portal;
    await press('link', 'Overview');
    await title('Overview');
    await page.getByText('Waiting for the first request').waitFor();
    await expectNoBarriers(page);
    const options = ['--users', '1', '--groups', '1', '--keep', '--connection', connectionFile];
    await promisify(execFile)(process.execPath, ['entra/cycle/main.ts', ...options], { cwd: ROOT });
    await page.getByText('Active users').waitFor();
  });

  it('the first user is in the user management table', async () => {
    const { page } = portal;
    await press('link', 'Users');
    await title('Users');
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(1);
  });
});
