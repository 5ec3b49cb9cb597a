/** The user management table of an account with 100,000 users, who are in the store before the service starts. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { isOfType, resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { extensionUrn } from '../../shared/kissflow/field.ts';
import { renditionOf } from '../../shared/protocol/rendition.ts';
import type { Resource } from '../../shared/scim/resource/resource.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describePortalOf, eventually, holdBack } from './browser.ts';

const TOTAL = 100_000;

const account = demoAccount('reject');
const type = typeNamed(resourceTypesOf(account), 'User');

/** The last one, of whom the others are copies. */
const LAST: Resource = {
  userName: 'user-0100000@example.com',
  displayName: 'User-0100000',
  active: false,
  title: 'Engineer',
  emails: [{ value: 'user-0100000@example.com', type: 'work', primary: true }],
  [extensionUrn(account.id)]: { Department: 'Research', Office_Location: 'London' },
};

/**
 * One in ten is disabled, and one in fifty is in London. Copied by SQL it takes seconds; the store itself would take a
 * minute. Without reservations, which matter to who creates users.
 */
const COPIES = `
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${TOTAL} - 1),
    edits (n, id, number, active, office) AS (
      SELECT n, printf('%012x', n), printf('-%07d', n),
        iif(n % 10, 'true', 'false'), iif(n % 50, 'Chennai', 'London') FROM numbers)
  INSERT INTO resources (partition, id, type, listed, revision, layout, rendition, k, body)
  SELECT r.partition, substr(r.id, 1, 26) || e.id, type, listed, revision, layout,
    ${['rendition', 'k', 'body'].map(
      (column) => `replace(replace(replace(replace(r.${column}, substr(r.id, 27), e.id),
        '-0100000', e.number), '"active":false', '"active":' || e.active), 'London', e.office)`,
    )}
  FROM resources r, edits e WHERE r.type = 'user' ORDER BY n`;

async function fill(data: string): Promise<void> {
  const file = join(data, 'scim.db');
  const store = resourceStore(openSqlite(file, 'resources'), Date.now);
  const render = (resource: Resource) => renditionOf(type, resource, isOfType);
  const draft = { attributes: LAST, members: [], log: () => [], render };
  await store.create({ account: account.id, type }, draft, { members: false, groups: false });
  const database = new DatabaseSync(file);
  database.exec(COPIES);
  database.close();
}

describePortalOf(fill)('100,000 users in a browser', (portal) => {
  beforeAll(async () => {
    await portal.page.goto(portal.link);
    await portal.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }, 120_000);

  const hold = (url: RegExp) => holdBack(portal.page, url);

  const open = (search = '') => portal.page.goto(`${portal.origin}/portal/AcDemo/users${search}`);

  const shown = (text: string) =>
    eventually(
      async () => portal.page.getByLabel('Pages', { exact: true }).getByRole('status').textContent(),
      text,
    );

  /** Of the rows that are there. */
  const ends = async () => {
    const names = await portal.page.locator('tbody th').allTextContents();
    return [names[0], names.at(-1)];
  };

  it('pages forward from the first one, and back from the last one', async () => {
    const { page } = portal;
    await open();
    await shown('1 to 50 of 100,000');
    expect(await ends()).toEqual(['User-0000001', 'User-0000050']);
    await page.getByRole('link', { name: 'Next' }).click();
    await shown('51 to 100 of 100,000');
    await eventually(ends, ['User-0000051', 'User-0000100']);
    const held = await hold(/sort=-created/);
    await page.getByRole('link', { name: 'Last' }).click();
    await held.isAsked;
    // The page before stays, as what it is.
    await shown('51 to 100 of 100,000');
    expect(await ends()).toEqual(['User-0000051', 'User-0000100']);
    held.answer();
    await shown('99,951 to 100,000 of 100,000');
    await eventually(ends, ['User-0099951', 'User-0100000']);
    expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Previous' }).click();
    await shown('99,901 to 99,950 of 100,000');
    await eventually(ends, ['User-0099901', 'User-0099950']);
    await page.reload();
    await eventually(ends, ['User-0099901', 'User-0099950']);
    await page.getByRole('link', { name: 'First' }).click();
    await eventually(ends, ['User-0000001', 'User-0000050']);
  }, 60_000);

  it('the newest first, to its last page', async () => {
    const { page } = portal;
    await open('?sort=-created');
    await eventually(ends, ['User-0100000', 'User-0099951']);
    await page.getByRole('link', { name: 'Last' }).click();
    await eventually(ends, ['User-0000050', 'User-0000001']);
    await shown('99,951 to 100,000 of 100,000');
  }, 60_000);

  it('a search finds one among all', async () => {
    const { page } = portal;
    await open();
    await page.getByRole('searchbox').fill('USER-0077777');
    await page.getByRole('searchbox').press('Enter');
    await eventually(ends, ['User-0077777', 'User-0077777']);
    await shown('1 to 1 of 1');
  }, 60_000);

  it('CSV of a filter: all that match, with how far it is', async () => {
    const { page } = portal;
    await open('?field=Office_Location&value=London&columns=name,status,fields.Office_Location');
    await shown('1 to 50 of 2,000');
    const held = await hold(/startIndex=1001&/);
    const downloading = page.waitForEvent('download', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Download CSV' }).click();
    await page.getByText('1,000 of 2,000 users').waitFor();
    held.answer();
    const lines = readFileSync(await (await downloading).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(2001);
    expect([lines[1], lines.at(-1)]).toEqual([
      'User-0000050,Disabled,London',
      'User-0100000,Disabled,London',
    ]);
    expect(new Set(lines).size).toBe(2001);
  }, 60_000);

  it('by a group of more than 1,000 members no users are filtered: it leads to its members, page by page', async () => {
    const { page, scim } = portal;
    const listed = async (startIndex: number) =>
      Object((await scim('GET', `/Users?attributes=id&count=500&startIndex=${startIndex}`)).Resources);
    const members = [...(await listed(1)), ...(await listed(501)), ...(await listed(1001))].slice(0, 1001);
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const group = { schemas, displayName: 'Large', members: members.map(({ id }) => ({ value: id })) };
    const { id } = await scim('POST', '/Groups', group);
    await open(`?group=${id}`);
    await page
      .getByRole('alert')
      .getByText(/has 1001 members/)
      .waitFor();
    await page.getByRole('link', { name: 'Show the members of the group' }).click();
    await page.getByText('1,001 members').waitFor();
    await eventually(ends, ['User-0000001', 'User-0000050']);
    await page.getByRole('link', { name: 'Next' }).click();
    await eventually(ends, ['User-0000051', 'User-0000100']);
    await page.getByRole('searchbox').fill('0000999');
    await page.getByRole('searchbox').press('Enter');
    await eventually(ends, ['User-0000999', 'User-0000999']);
  }, 60_000);
});
