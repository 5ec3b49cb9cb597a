/** The first page of an account: the way to the first user, and then how provisioning is doing. */

import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

describePortal('Overview', (portal) => {
  let token: string;

  const scim = (method: string, path: string, body?: object) =>
    fetch(`${portal.origin}/scim/v2/AcDemo${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const step = (name: string) => portal.page.getByRole('listitem').filter({ hasText: name });

  it('is where the link leads, and says what is to be done first', async () => {
    const { page, link } = portal;
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('heading', { name: 'Set up provisioning' }).waitFor();
    expect(await page.title()).toBe('Overview · Kissflow SCIM');
    await step('Connect Entra ID').getByText('Waiting for the first request').waitFor();
    await expectNoBarriers(page);
  }, 60_000);

  it('shows by itself that Entra has come, when and with which token, without another reading by hand', async () => {
    const { page, call } = portal;
    token = Object(await call('POST', '/accounts/AcDemo/tokens', { label: 'Entra production' })).token;
    expect((await scim('GET', '/Users?filter=userName+eq+%22nobody%22')).status).toBe(200);
    await step('Connect Entra ID').getByText('done').waitFor();
    await step('Connect Entra ID').getByText('with the token Entra production').waitFor();
    await page.getByText('Done: Connect Entra ID').waitFor();
    await page.getByRole('heading', { name: 'How it is going' }).waitFor();
    await step('Provision the first user').getByText('Assign users').waitFor();
    await expectNoBarriers(page);
  }, 60_000);

  it('groups refusals by reason, with the remedy and a way to them in the log', async () => {
    const { page } = portal;
    const wrong = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], displayName: 'No name' };
    for (let times = 0; times < 3; times += 1) expect((await scim('POST', '/Users', wrong)).status).toBe(400);
    const reason = page.getByRole('listitem').filter({ hasText: 'Refused: required' });
    await reason.getByText('3 times').waitFor();
    await reason.getByText('userName').waitFor();
    await expectNoBarriers(page);
    await reason.getByRole('link', { name: 'Show them in the log' }).click();
    await page.getByRole('heading', { level: 1, name: 'Log' }).waitFor();
    await page.getByText('Only what was refused for the reason required').waitFor();
    expect(page.url()).toContain('/portal/AcDemo/log?outcome=refused&code=required');
    await page.goBack();
    await reason.waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  }, 60_000);

  it('has numbers in place of the steps when the first user is there', async () => {
    const { page } = portal;
    const ann = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann@example.com' };
    expect((await scim('POST', '/Users', ann)).status).toBe(201);
    await page.getByRole('heading', { name: 'Set up provisioning' }).waitFor({ state: 'detached' });
    await page.getByText('1 created').waitFor();
    await page.getByText('with the token Entra production').waitFor();
    await expectNoBarriers(page);
  }, 60_000);

  it('offline: says so, keeps what it showed, and reads again by itself', async () => {
    const { page } = portal;
    await page.context().setOffline(true);
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole('alert').getByText('The service does not answer').waitFor();
    await page.getByText('1 created').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  }, 60_000);

  it('offers a Viewer nothing that changes something', async () => {
    const { page } = portal;
    await actAsViewer(page, portal);
    await page.route('**/status', async (route) => {
      const response = await route.fetch();
      const status = Object(await response.json());
      const open = { step: 'token', done: false, optional: false, remedy: 'Generate a token.' };
      await route.fulfill({ response, json: { ...status, setUp: [open] } });
    });
    await page.reload();
    await step('Generate a token').waitFor();
    await page.getByText('Viewer').waitFor();
    expect(await page.getByRole('link', { name: 'Generate a token' }).count()).toBe(0);
  }, 60_000);
});
