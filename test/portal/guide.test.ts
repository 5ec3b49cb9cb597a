/** The mapping guide in the browser: followed row by row, in both views of Entra's admin center, and on paper. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from '../../shared/kissflow/entra-views.ts';
import { extensionUrn } from '../../shared/kissflow/field.ts';
import { actAsViewer, describePortal, expectNoBarriers } from './browser.ts';

const EXTENSION = extensionUrn('AcDemo');
const SCHEMA = join(import.meta.dirname, '../fixtures/mapping-guide/graph-schema.json');

describePortal('the mapping guide in a browser', (portal) => {
  jest.setTimeout(60_000);
  beforeAll(async () => {
    await portal.page.goto(portal.link);
    await portal.page.getByRole('heading', { level: 1 }).waitFor();
  }, 60_000);
  beforeEach(async () => {
    await portal.page.goto(`${portal.origin}/portal/AcDemo/guide`);
    await table('Users: mappings to add').waitFor();
  });

  const table = (name: string) => portal.page.getByRole('region', { name, exact: true });
  const tick = (name: string, target: string) =>
    table(name).getByRole('checkbox', { name: `Done: ${target}`, exact: true });
  const text = (words: string) => portal.page.getByText(words, { exact: true });

  it('takes the focus after navigation, and bars nobody', async () => {
    const { page } = portal;
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await page.getByRole('link', { name: 'Mapping guide', exact: true }).press('Enter');
    await table('Groups').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Mapping guide');
    expect(await page.title()).toBe('Mapping guide · Kissflow SCIM');
    await expectNoBarriers(page);
  });

  it('keeps a tick for each row, in this browser and for this account', async () => {
    const { page } = portal;
    await text('0 of 28 done').waitFor();
    await tick('Users: mappings to change', 'title').press('Space');
    await tick('Users: mappings to add', `${EXTENSION}:Department`).check();
    await text('2 of 28 done').waitFor();
    await page.reload();
    await text('2 of 28 done').waitFor();
    expect(await tick('Users: mappings to change', 'title').isChecked()).toBe(true);
    await portal.call('POST', '/accounts', { id: 'AcOther', name: 'Other' });
    await page.goto(`${portal.origin}/portal/AcOther/guide`);
    await text('0 of 10 done').waitFor();
    await page.getByText('has no fields: nothing to add').waitFor();
    await page.goto(`${portal.origin}/portal/AcDemo/guide`);
    await tick('Users: mappings to change', 'title').uncheck();
    await text('1 of 28 done').waitFor();
  });

  it('copies what is in a cell', async () => {
    const { page } = portal;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const target = `${EXTENSION}:Manager.value`;
    await table('Users: mappings to add')
      .getByRole('button', { name: `Copy ${target}`, exact: true })
      .press('Enter');
    await page.getByText(`${target} copied`).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(target);
    await table('Users: mappings to change')
      .getByRole('button', { name: 'Copy Not([IsSoftDeleted])', exact: true })
      .waitFor();
  });

  it('names the pages of the view that Entra shows, and the address says which', async () => {
    const { page } = portal;
    await text(places.start.current).waitFor();
    expect(await text(places.start.older).count()).toBe(0);
    await page.getByLabel('View of the Entra admin center').selectOption('Older view of Entra');
    await text(places.start.older).waitFor();
    expect(await text(places.start.current).count()).toBe(0);
    expect(page.url()).toContain('?view=older');
    await page.reload();
    await text(places.settings.older).waitFor();
  });

  it('says of a row when its attribute came last, and which of those to delete still come', async () => {
    const { page, origin } = portal;
    const { token } = Object(await portal.call('POST', '/accounts/AcDemo/tokens', { label: 'test' }));
    const send = (user: object) =>
      fetch(`${origin}/scim/v2/AcDemo/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: [], ...user }),
      });
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    await send({ userName: 'ann@example.com', [EXTENSION]: { Department: 'Sales' } });
    await send({ userName: 'bob@example.com', [enterprise]: { employeeNumber: '7' } });
    await page.reload();
    const row = (name: string, start: string) =>
      table(name)
        .getByRole('row', { name: new RegExp(start) })
        .filter({ hasText: /seen|still sent/ });
    await row('Users: mappings to add', 'Department')
      .getByText(/^seen$/)
      .waitFor();
    await row('Users: mappings to delete', 'employeeNumber')
      .getByText(/^still sent$/)
      .waitFor();
    await expectNoBarriers(page);
  });

  it('merges the schema file of Microsoft Graph, says what changes, and hands it back', async () => {
    const { page } = portal;
    await page.getByLabel('Schema file from Microsoft Graph').setInputFiles(SCHEMA);
    await text('What changes').waitFor();
    await expectNoBarriers(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download schema.json' }).click();
    const file = await (await downloading).path();
    expect(readFileSync(file, 'utf8')).toContain(`${EXTENSION}:Department`);
    const choose = (content: string) =>
      page
        .getByLabel('Schema file from Microsoft Graph')
        .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await choose('{');
    await text('This is not a JSON file').waitFor();
    await choose('{}');
    await page.getByRole('alert').getByText('is not a synchronization schema').waitFor();
    expect(await page.getByRole('button', { name: 'Download schema.json' }).count()).toBe(0);
  });

  it('on paper: no navigation and no buttons, but every row and its box', async () => {
    const { page } = portal;
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('navigation').waitFor({ state: 'hidden' });
    await tick('Groups', 'members').waitFor();
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
  });

  it('a Viewer follows it, too', async () => {
    const page = await portal.page.context().newPage();
    await actAsViewer(page, portal);
    await page.goto(await portal.newLink());
    await page.getByRole('link', { name: 'Mapping guide', exact: true }).click();
    await page.getByRole('region', { name: 'Groups', exact: true }).waitFor();
    await page.getByLabel('Schema file from Microsoft Graph').waitFor();
    await page.close();
  });
});
