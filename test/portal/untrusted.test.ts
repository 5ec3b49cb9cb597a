/** What clients, other tabs and impatient fingers do to the portal. */

import { readFileSync } from 'node:fs';
import { barriersOn, describePortal, eventually, holdBack } from './browser.ts';

const LIMIT = 60_000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

describePortal('The portal and what it does not trust', (portal) => {
  beforeAll(async () => {
    await portal.page.goto(portal.link);
    await portal.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }, LIMIT);

  const open = (path: string) => portal.page.goto(`${portal.origin}/portal/AcDemo/${path}`);
  const heading = (name: string) =>
    portal.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const addUser = async (userName: string, displayName: string) =>
    String((await portal.scim('POST', '/Users', { schemas: [USER], userName, displayName })).id);
  const labels = async () =>
    Object(await portal.call('GET', '/accounts/AcDemo/tokens')).tokens.map(
      ({ label }: { label: string }) => label,
    );

  it(
    'a button that is clicked twice generates one token: the secret of a second one would be shown to nobody',
    async () => {
      const { page } = portal;
      await open('connection?generate');
      await page.getByLabel('Label').fill('Entra');
      await page.getByRole('button', { name: 'Generate', exact: true }).dblclick();
      await page.getByRole('heading', { name: 'Your new token' }).waitFor();
      await page.getByRole('button', { name: 'Copy token' }).waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download JSON' }).click();
      await download;
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await labels()).toEqual(['Entra', 'first start']);
    },
    LIMIT,
  );

  it(
    'settings that are saved twice are no conflict with oneself',
    async () => {
      const { page } = portal;
      await open('overview');
      await page.getByRole('button', { name: 'Account settings' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Contoso');
      const { isAsked, answer } = await holdBack(page, /\/accounts\/AcDemo$/);
      await page.getByRole('button', { name: 'Save' }).dblclick();
      await isAsked;
      answer();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByText('Settings saved').waitFor();
      await page.locator('.page-head').getByText('Contoso').waitFor();
    },
    LIMIT,
  );

  it(
    'a name that consists of spaces is no name: the user name leads to the user',
    async () => {
      const { page } = portal;
      const id = await addUser('blank@example.com', '   ');
      await open('users?search=blank');
      await page.getByRole('link', { name: 'blank@example.com' }).click();
      await heading('blank@example.com');
      expect(new URL(page.url()).pathname).toBe(`/portal/AcDemo/users/${id}`);
      expect(await barriersOn(page)).toEqual([]);
    },
    LIMIT,
  );

  it(
    'names are text: HTML in them is shown, bidi overrides end with the name, long ones wrap',
    async () => {
      const { page } = portal;
      const html = '<img src=x onerror=alert(1)>';
      const long = 'W'.repeat(900);
      const value = await addUser('html@example.com', html);
      await addUser('bidi@example.com', 'Ann \u202Egnp.exe');
      const displayName = `<script>alert(1)</script>${long}`;
      await portal.scim('POST', '/Groups', { schemas: [GROUP], displayName, members: [{ value }] });
      await open(`users?search=${encodeURIComponent('<img')}`);
      await page.getByRole('link', { name: html }).click();
      await heading(html);
      await page.getByRole('list').getByRole('link', { name: displayName }).click();
      await heading(displayName);
      await page.setViewportSize({ width: 320, height: 640 });
      await eventually(() => page.evaluate('document.documentElement.scrollWidth <= 320'), true);
      await page.setViewportSize({ width: 1280, height: 800 });
      await open('users?search=bidi');
      await page.locator('th bdi', { hasText: 'gnp.exe' }).waitFor();
      expect(await page.locator('#portal img, #portal script').count()).toBe(0);
    },
    LIMIT,
  );

  it(
    'a spreadsheet computes nothing that begins like a formula, behind spaces and in full width neither',
    async () => {
      const { page } = portal;
      const names = [' =1+1', '＝1+1', '＋1', '－1', '＠SUM(1)'];
      for (const [index, name] of names.entries()) await addUser(`formula${index}@example.com`, name);
      await open('users?search=formula&columns=name');
      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download CSV' }).click();
      const file = readFileSync(await (await started).path(), 'utf8');
      expect(file.split('\r\n').slice(1, -1)).toEqual(names.map((name) => `'${name}`));
    },
    LIMIT,
  );

  it(
    'a page that the browser has kept is read anew: Back after Sign out shows nothing of the account',
    async () => {
      const { page } = portal;
      await open('users');
      await heading('Users');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Link or code').waitFor();
      await page.goBack();
      await page.getByLabel('Link or code').waitFor();
      expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    },
    LIMIT,
  );
});
