/** Demo data, so that every page has something to show: by a button on an empty account, or with the start. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { STOPPED } from '../platform.ts';
import { startServe } from '../serve-process.ts';
import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

jest.setTimeout(60_000);

describePortal('the button on an account without users', (portal) => {
  const button = () => portal.page.getByRole('button', { name: 'Add demo data' });

  it('is absent for a Viewer', async () => {
    const { page, origin } = portal;
    await actAsViewer(page, portal);
    await page.goto(await portal.newLink());
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto(`${origin}/portal/AcDemo/users`);
    await page.getByText('No users yet').waitFor();
    expect(await button().count()).toBe(0);
    await page.unroute('**/manage/v1/me');
    await page.reload();
    await button().waitFor();
    await expectNoBarriers(page);
  });

  it('by keyboard: adds forty people, says so, and is gone', async () => {
    const { page } = portal;
    await button().press('Enter');
    await page.getByText('40 users and 7 groups added').waitFor();
    await page.getByText('1 to 40 of 40').waitFor();
    expect(await button().count()).toBe(0);
    await expectNoBarriers(page);
  });

  it.each([
    ['groups', '東京プロジェクト'],
    ['log', 'Office_Location must be one of'],
    ['connection', 'Entra ID (demo)'],
  ])('afterwards %s has something to show', async (path, text) => {
    const { page, origin } = portal;
    await page.goto(`${origin}/portal/AcDemo/${path}`);
    await page.getByText(text).first().waitFor();
    await expectNoBarriers(page);
  });
});

describe('npm start -- --demo-data', () => {
  const data = mkdtempSync(join(tmpdir(), 'demo-'));
  afterAll(() => rmSync(data, { recursive: true }));

  it.each([
    ['fills the account of a first start', /^Demo data 40 users and 7 groups, with a week of log$/m],
    ['leaves it alone at the next one', /^Demo data none: The account has users or groups already/m],
  ])('%s', async (_, said) => {
    const serve = startServe({ DATA_DIR: data, INIT_CWD: data, PORT: '0' }, ['--demo-data']);
    while (!serve.printed.stdout.includes('#code=')) await sleep(20);
    expect(serve.printed.stdout).toMatch(said);
    const { baseUrl, token } = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'));
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${baseUrl}/Users?count=0`, { headers });
    expect(Object(await answer.json()).totalResults).toBe(40);
    serve.child.kill('SIGTERM');
    expect(await serve.exit).toBe(STOPPED);
  });
});
