/** What an administrator sees and does in a browser. Skipped where there is no Chromium: apt-get install chromium-headless-shell. */

import { readFileSync } from 'node:fs';
import { barriersOn, describePortal } from './browser.ts';

describePortal('the portal in a browser', (portal) => {
  const heading = (name: string) => portal.page.getByRole('heading', { level: 1, name }).waitFor();

  it('opens by the printed link, once: the code leaves the address, and the session stays in the tab', async () => {
    const { page, link } = portal;
    await page.goto(link);
    await heading('Overview');
    expect(page.url()).not.toContain('code');
    expect(await page.evaluate('Object.keys(sessionStorage).length + localStorage.length')).toBe(1);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.reload();
    await heading('Overview');
    const other = await page.context().newPage();
    await other.goto(link);
    const alert = other.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('used before');
    expect(await alert.textContent()).toContain('npx kissflow-scim portal');
    expect(await barriersOn(other)).toEqual([]);
    await other.close();
  });

  it.each([
    ['users', 'Users', 'No users yet'],
    ['groups', 'Groups', 'No groups yet'],
    ['fields', 'Fields', 'Target attribute in Entra'],
    ['connection', 'Connection', 'first start'],
    ['log', 'Log', 'The log has nothing like this'],
  ])(
    '%s: has a title, takes the focus after navigation, and bars nobody, light or dark',
    async (path, title, text) => {
      const { page } = portal;
      await page.getByRole('link', { name: title, exact: true }).click();
      await heading(title);
      await page.getByText(text).first().waitFor();
      expect(page.url()).toContain(`/AcDemo/${path}`);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      expect(await page.title()).toBe(`${title} · Kissflow SCIM`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await barriersOn(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  it.each(['nothing', 'users/%zz', 'users/a/b', 'log/one'])(
    'there is no page %s, and it says so',
    async (path) => {
      const { page, origin } = portal;
      await page.goto(`${origin}/portal/AcDemo/${path}`);
      await heading('There is no such page');
      await page.getByRole('link', { name: 'Groups', exact: true }).click();
      await heading('Groups');
      await page.goBack();
      await heading('There is no such page');
      await page.goForward();
      await heading('Groups');
    },
  );

  it('leaves a link to the browser that is to open elsewhere', async () => {
    const { page } = portal;
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Users', exact: true }).click({ modifiers: ['Control'] });
    await (await opened).close();
    await heading('Groups');
  });

  it('an account that is not there: says so, and shows no other one in its place', async () => {
    const { page, origin } = portal;
    await page.goto(`${origin}/portal/AcGone/users`);
    await heading('There is no account AcGone');
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Show the accounts' }).click();
    await heading('Overview');
  });

  it('a dialog has the focus before the browser handles another key, however busy the machine', async () => {
    const { page } = portal;
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByRole('button', { name: 'Generate token' }).waitFor();
    const focused = await page.evaluate(`(async () => {
      document.querySelector('.actions button').click();
      for (let turn = 0; turn < 10; turn++) await undefined;
      return document.activeElement.tagName;
    })()`);
    expect(focused).toBe('INPUT');
    await page.keyboard.press('Escape');
  });

  it('by keyboard alone: generates a token, stores the file, and after closing it is gone', async () => {
    const { page } = portal;
    await page.getByRole('link', { name: 'Connection', exact: true }).press('Enter');
    await heading('Connection');
    await page.getByRole('button', { name: 'Generate token' }).press('Enter');
    await page.keyboard.type('Entra production');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your new token' }).waitFor();
    expect(await page.content()).not.toContain('kfs_');
    await page.getByRole('button', { name: 'Show' }).press('Enter');
    const token = String(await page.locator('[data-token]').textContent());
    expect(token).toMatch(/^kfs_/);
    expect(await barriersOn(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download JSON' }).press('Enter');
    const file = await (await downloading).path();
    expect(JSON.parse(readFileSync(file, 'utf8')).token).toBe(token);
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /Entra production/ }).waitFor();
    const kept = () =>
      page.evaluate('document.documentElement.outerHTML + JSON.stringify(sessionStorage) + location.href');
    expect(await kept()).not.toContain(token);
    await page.reload();
    await page.getByRole('row', { name: /Entra production/ }).waitFor();
    expect(await kept()).not.toContain(token);
  });

  it('a session that ends in the middle: signs in again, and nothing that was typed is lost', async () => {
    const { page } = portal;
    await page.getByRole('link', { name: 'Fields', exact: true }).click();
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Cost code');
    await page.getByLabel('Id', { exact: true }).fill('costCode');
    await page.evaluate("sessionStorage.setItem('kissflow-scim.session', 'ended')");
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await page.getByLabel('Link or code').fill(await portal.newLink());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('costCode');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('row', { name: /Cost code/ }).waitFor();
  });
});
