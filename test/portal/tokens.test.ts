/** Connection: tokens are generated, rotated without a gap, and revoked, with real SCIM requests in between. */

import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

describePortal('Connection', (portal) => {
  beforeAll(async () => {
    await portal.page.goto(portal.link);
    await portal.page.getByRole('link', { name: 'Connection', exact: true }).click();
  }, 60_000);

  /** As Entra's Test Connection asks. @returns the status */
  const testConnection = async (token: string): Promise<number> => {
    const url = `${portal.origin}/scim/v2/AcDemo/Users?filter=userName+eq+%22nobody%22`;
    return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
  };
  const row = (text: string) => portal.page.getByRole('row').filter({ hasText: text });
  /** Reads the token that is shown, and closes the dialog. */
  const reveal = async (): Promise<string> => {
    const { page } = portal;
    await page.getByRole('heading', { name: 'Your new token' }).waitFor();
    await page.getByRole('button', { name: 'Show' }).press('Enter');
    const shown = page.locator('[data-token]').filter({ hasText: 'kfs_' });
    await shown.waitFor();
    const token = String(await shown.textContent());
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close anyway' }).press('Enter');
    await page.getByRole('heading', { name: 'Your new token' }).waitFor({ state: 'detached' });
    return token;
  };
  let old: string;
  let next: string;

  it('warns that Entra cannot reach this machine, and generates a token that expires when one says', async () => {
    const { page } = portal;
    await page.getByText('Entra ID cannot reach localhost').waitFor();
    await page.getByRole('button', { name: 'Generate token' }).press('Enter');
    expect(page.url()).toContain('/connection?generate');
    await page.keyboard.type('Entra production');
    await page.getByLabel('Expires').selectOption('in 90 days');
    await expectNoBarriers(page);
    await page.getByRole('button', { name: 'Generate', exact: true }).press('Enter');
    old = await reveal();
    await row('Entra production').getByText('in 3 months').waitFor();
    expect(page.url()).not.toContain('generate');
    expect(await testConnection(old)).toBe(200);
  }, 60_000);

  it('rotates in three steps: the old token is revoked when a request came with the new one', async () => {
    const { page } = portal;
    await row('Entra production').getByRole('button', { name: 'Rotate' }).press('Enter');
    await page.getByRole('heading', { name: 'Rotate Entra production' }).waitFor();
    await expectNoBarriers(page);
    await page.getByRole('button', { name: 'Generate the new token' }).press('Enter');
    next = await reveal();
    await page.getByText('Waiting for the first request with the new token').waitFor();
    expect(await page.getByRole('button', { name: 'Revoke the old token' }).count()).toBe(0);
    await expectNoBarriers(page);
    expect(await testConnection(next)).toBe(200);
    await page.getByText('The new token was first used').waitFor();
    expect(await testConnection(old)).toBe(200);
    await page.getByRole('button', { name: 'Revoke the old token' }).press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'Revoke the old token' }).getByText('done').waitFor();
    expect(await testConnection(old)).toBe(401);
    expect(await testConnection(next)).toBe(200);
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Revoked tokens: 1').click();
    await expectNoBarriers(page);
  }, 60_000);

  it('a rotation that was left is gone on with where it was, also by a link', async () => {
    const { page } = portal;
    await row('Entra production').first().getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Generate the new token' }).click();
    const third = await reveal();
    await page.getByText('Waiting for the first request').waitFor();
    const link = page.url();
    await page.keyboard.press('Escape');
    await page.getByText('being replaced: the new one is not in use yet').waitFor();
    await page.goto(link);
    await page.getByText('Waiting for the first request').waitFor();
    await page.getByRole('button', { name: 'Go on later' }).click();
    expect(await testConnection(third)).toBe(200);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Revoke the old token' }).waitFor();
    await page.keyboard.press('Escape');
  }, 60_000);

  it('revokes: says when it was last used, and the token opens nothing any more', async () => {
    const { page } = portal;
    await row('replaced: the new one has been in use').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByText('It was last used').waitFor();
    await expectNoBarriers(page);
    await page.getByRole('button', { name: 'Revoke', exact: true }).last().click();
    await page.getByText('Revoked tokens: 2').waitFor();
    expect(await testConnection(next)).toBe(401);
  }, 60_000);

  it('checks what Test Connection depends on, and a token along, which it forgets', async () => {
    const { page } = portal;
    const step = (name: string) => page.getByRole('listitem').filter({ hasText: name });
    const token = Object(await portal.call('POST', '/accounts/AcDemo/tokens', { label: 'Pilot' })).token;
    await page.getByLabel('Token to check').fill(token);
    await page.getByRole('button', { name: 'Check', exact: true }).press('Enter');
    await step('Address').getByText('Entra ID cannot reach localhost').waitFor();
    await step('Answer').getByText('The service asked for a token').waitFor();
    await step('Token').getByText('The token opens this account').waitFor();
    await page.getByText('The last request from Entra came').waitFor();
    expect(await page.getByLabel('Token to check').inputValue()).toBe('');
    await expectNoBarriers(page);
    await page.getByLabel('Token to check').fill('a word');
    await page.getByRole('button', { name: 'Check', exact: true }).press('Enter');
    await step('Token').getByText('Copy it again').waitFor();
    await page.reload();
    await row('Pilot').waitFor();
    expect(await row('Pilot').getByText('never').count()).toBe(2);
  }, 60_000);

  it('a session that ends meanwhile: signs in again, and the revocation goes on', async () => {
    const { page } = portal;
    await row('first start').getByRole('button', { name: 'Revoke' }).click();
    await page.evaluate("sessionStorage.setItem('kissflow-scim.session', 'ended')");
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByLabel('Link or code').fill(await portal.newLink());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor({ state: 'detached' });
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Revoked tokens: 3').waitFor();
  }, 60_000);

  it('offers a Viewer no change, by a link neither', async () => {
    const { page } = portal;
    await actAsViewer(page, portal);
    await page.goto(`${portal.origin}/portal/AcDemo/connection?generate`);
    await page.getByText('You can look, not change.').waitFor();
    await row('Entra production').first().waitFor();
    for (const name of ['Generate token', 'Rotate', 'Revoke'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
  }, 60_000);
});
