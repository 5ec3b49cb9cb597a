/** The portal where Entra ID signs people in: code and PKCE, the token in memory, and what becomes of it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CLIENT, type EntraId, openEntraId, TENANT } from '../doubles/entra-id/index.ts';
import { requireBundle, startServe } from '../serve-process.ts';
import { eventually, expectNoBarriers, listen } from './browser.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const described = chromiumPath ? describe : describe.skip;
jest.setTimeout(60_000);

described('sign-in with Entra ID', () => {
  const data = mkdtempSync(join(tmpdir(), 'entra-'));
  const redirectUris: string[] = [];
  let entra: EntraId;
  let serve: ReturnType<typeof startServe>;
  let origin: string;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    requireBundle();
    entra = await openEntraId(redirectUris);
    serve = startServe({
      DATA_DIR: data,
      INIT_CWD: data,
      PORT: '0',
      // Reached from elsewhere, too: no links with a one-time code.
      HOST: '0.0.0.0',
      MANAGE_AUTHORITY: entra.origin,
      MANAGE_TENANT_ID: TENANT,
      MANAGE_AUDIENCE: `${CLIENT},api://${CLIENT}`,
    });
    await serve.ready();
    origin = new URL(JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8')).baseUrl).origin;
    redirectUris.push(`${origin}/portal/`);
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    serve?.child.kill('SIGTERM');
    await serve?.exit;
    await entra?.close();
    rmSync(data, { recursive: true, force: true });
  });

  beforeEach(async () => {
    Object.assign(entra.behaviour, {
      roles: ['SuperAdmin'],
      life: 3600,
      knowsUser: false,
      changesState: false,
    });
    entra.asked.length = 0;
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    complaints = listen(page, origin, entra.origin);
  });

  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  const button = (where: Page = page) => where.getByRole('button', { name: 'Sign in with Entra ID' });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  /** In the page of Entra ID. */
  const press = (name: 'Continue' | 'Cancel', where: Page = page) =>
    where.getByRole('link', { name }).click();
  const signIn = async (path: string) => {
    await page.goto(`${origin}/portal/AcDemo/${path}`);
    await button().click();
    await press('Continue');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  };
  /** What is left of the sign-in where a script could read it. */
  const traces = () =>
    page.evaluate(
      'JSON.stringify([location.href, document.cookie, { ...sessionStorage }, { ...localStorage }, document.documentElement.outerHTML])',
    );

  it('comes back to the page that was asked for; the token is in memory alone', async () => {
    await page.goto(`${origin}/portal/AcDemo/fields?from=a-colleague`);
    await button().waitFor();
    await expectNoBarriers(page);
    const request = page.waitForRequest((one) => one.url().includes('/fields'));
    await button().press('Enter');
    await press('Continue');
    await heading('Fields');
    await page.getByText('Ann Ray').waitFor();
    expect(page.url()).toBe(`${origin}/portal/AcDemo/fields?from=a-colleague`);
    expect((await request).headers().authorization).toMatch(/^Bearer ey/);
    const left = String(await traces());
    expect(left).not.toMatch(/eyJ|code=|verifier/);
    expect(Object.keys(Object(await page.evaluate('({ ...sessionStorage })')))).toEqual([
      'kissflow-scim.entra',
    ]);
  });

  it('the page asks nothing but its own origin and the one that signs in', async () => {
    const response = await page.goto(`${origin}/portal/`);
    expect(response?.headers()['content-security-policy']).toContain(`connect-src 'self' ${entra.origin}; `);
    await button().waitFor();
  });

  it('a directory that Entra ID does not know: the page names the setting', async () => {
    const unknown = { status: 400, json: { error: 'invalid_tenant', error_description: 'AADSTS90002' } };
    await page.route('**/.well-known/openid-configuration', (route) => route.fulfill(unknown));
    await page.goto(`${origin}/portal/`);
    await page.getByText('check MANAGE_TENANT_ID').waitFor();
  });

  it('a page that is loaded anew signs in again without a question', async () => {
    await signIn('connection');
    await page.reload();
    await heading('Connection');
    expect(page.url()).toBe(`${origin}/portal/AcDemo/connection`);
    expect(entra.asked.map((query) => query.get('prompt'))).toEqual([null, 'none']);
  });

  it('…and asks where Entra ID does not know the user any more', async () => {
    await signIn('connection');
    entra.behaviour.knowsUser = false;
    await page.reload();
    await button().click();
    await press('Continue');
    await heading('Connection');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('a token is renewed before it ends; one with another role takes the buttons away', async () => {
    entra.behaviour.life = 60;
    await signIn('connection');
    await page.getByRole('button', { name: 'Generate token' }).waitFor();
    entra.behaviour.roles = ['Viewer'];
    await page.getByRole('link', { name: 'Fields', exact: true }).click();
    await heading('Fields');
    await page.getByText('You can look, not change.').waitFor();
    await page.getByText('Viewer').waitFor();
    expect(await page.getByRole('button', { name: 'Add field' }).count()).toBe(0);
    expect(entra.grants).toContain('refresh_token');
    expect(entra.asked).toHaveLength(1);
  });

  it('a session that ends in the middle: signs in beside the page, and nothing typed is lost', async () => {
    entra.behaviour.life = 60;
    await signIn('connection');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByLabel('Label').fill('Typed before it ended');
    entra.behaviour.life = -120;
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await expectNoBarriers(page);
    entra.behaviour.life = 3600;
    const refused = page.waitForEvent('popup');
    await button().click();
    await press('Cancel', await refused);
    await page.getByText('AADSTS65004: User declined to consent.').waitFor();
    const opened = page.waitForEvent('popup');
    await button().click();
    await press('Continue', await opened);
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Label').inputValue()).toBe('Typed before it ended');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('heading', { name: 'Your new token' }).waitFor();
  });

  it('consent declined: says so in the words of Entra ID, without ids of its support, and signs in again', async () => {
    await page.goto(`${origin}/portal/AcDemo/log`);
    await button().click();
    await press('Cancel');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('AADSTS65004: User declined to consent.');
    expect(await alert.textContent()).not.toContain('Trace ID');
    await expectNoBarriers(page);
    await button().click();
    await press('Continue');
    await heading('Log');
    expect(entra.asked.at(-1)?.get('prompt')).toBe('select_account');
  });

  it('an answer with another state is refused, and its code not redeemed', async () => {
    entra.behaviour.changesState = true;
    entra.grants.length = 0;
    await page.goto(`${origin}/portal/`);
    await button().click();
    await press('Continue');
    await page.getByText('The answer of Entra ID belongs to no sign-in of this tab').waitFor();
    expect(entra.grants).toEqual([]);
    expect(page.url()).not.toContain('code');
  });

  it('an answer that nobody has asked for is refused as well', async () => {
    await page.goto(`${origin}/portal/#code=stolen&state=${'s'.repeat(43)}`);
    await page.getByText('The answer of Entra ID belongs to no sign-in of this tab').waitFor();
    await button().waitFor();
  });

  it.each([
    ['SuperAdmin', 'Super Admin', { tokens: 1, fields: 1, values: 1 }],
    ['IamAdmin', 'IAM Admin', { tokens: 1, fields: 1, values: 0 }],
    ['Viewer', 'Viewer', { tokens: 0, fields: 0, values: 0 }],
  ])('%s: is offered what the role may do, and nothing else', async (role, said, offered) => {
    entra.behaviour.roles = [role];
    await signIn('connection');
    await page.getByText(said, { exact: true }).waitFor();
    const buttons = (name: string) => () => page.getByRole('button', { name, exact: true }).count();
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    await eventually(buttons('Generate token'), offered.tokens);
    await page.getByRole('link', { name: 'Fields', exact: true }).click();
    await page.getByRole('row').nth(1).waitFor();
    await eventually(buttons('Add field'), offered.fields);
    await page.getByRole('button', { name: 'Account settings' }).click();
    await page.getByRole('dialog').getByRole('spinbutton').waitFor();
    expect(await page.getByRole('dialog').getByRole('checkbox', { disabled: false }).count()).toBe(
      offered.values,
    );
  });

  it('a person without a role learns who assigns one, and may choose another account', async () => {
    entra.behaviour.roles = [];
    await page.goto(`${origin}/portal/`);
    await button().click();
    await press('Continue');
    await page.getByText('has no app role of this application').waitFor();
    entra.behaviour.roles = ['IamAdmin'];
    await button().click();
    await press('Continue');
    await page.getByText('IAM Admin').waitFor();
    expect(entra.asked.at(-1)?.get('prompt')).toBe('select_account');
  });

  it('who signs out is not signed in again without a question', async () => {
    await signIn('connection');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await button().waitFor();
    await page.reload();
    await button().click();
    await press('Continue');
    expect(entra.asked.map((query) => query.get('prompt'))).toEqual([null, 'select_account']);
  });

  it('Entra ID that does not answer is named, and tried again', async () => {
    const { origin: elsewhere } = entra;
    await page.route(`${elsewhere}/**`, (route) => route.abort());
    await page.goto(`${origin}/portal/`);
    await page.getByText(`Entra ID does not answer at ${elsewhere}.`).waitFor();
    await page.unroute(`${elsewhere}/**`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await button().click();
    await press('Continue');
    await page.getByText('Ann Ray').waitFor();
  });
});
