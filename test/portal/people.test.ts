/** Users and groups in a browser: the user management table, one user, one group. */

import { readFileSync } from 'node:fs';
import { actAsViewer, describePortal, eventually, expectNoBarriers, holdBack } from './browser.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const user = (userName: string, displayName: string, rest: object = {}) => ({
  schemas: [`${CORE}:User`, EXTENSION],
  userName,
  displayName,
  active: true,
  emails: [{ value: userName, type: 'work', primary: true }],
  ...rest,
});

const change = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

const LONG = 'wilhelmina.featherstonehaugh-cholmondeley.of.the.northern.marches@a-very-long-name.example.com';

describePortal('users and groups in a browser', (portal) => {
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const { scim } = portal;
    const post = async (name: string, path: string, body: object) => {
      ids[name] = String((await scim('POST', path, body)).id);
    };
    await post('bob', '/Users', user('bob@example.com', 'Bob Ray', { title: 'Head of Engineering' }));
    await post(
      'ann',
      '/Users',
      user('ann@example.com', 'Ann Lee', {
        title: 'Engineer',
        externalId: 'object-id-of-ann',
        name: { givenName: 'Ann', familyName: 'Lee' },
        phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work' }],
        [EXTENSION]: {
          Manager: { value: ids.bob },
          Office_Location: 'London',
          Cost_Rate: 12.5,
          Remote: true,
        },
      }),
    );
    await post('layla', '/Users', user('layla@example.com', 'ليلى الحسن', { title: 'محاسبة' }));
    await post('long', '/Users', user(LONG, 'Wilhelmina Featherstonehaugh'));
    await post(
      'eve',
      '/Users',
      user('eve@example.com', '=HYPERLINK("http://evil.example")', { title: 'A "B", C' }),
    );
    const members = [ids.ann, ids.layla].map((value) => ({ value }));
    await post('team', '/Groups', { schemas: [`${CORE}:Group`], displayName: 'Engineering', members });
    await post('board', '/Groups', { schemas: [`${CORE}:Group`], displayName: 'Board', externalId: 'g2' });
    const setTo = (path: string, value: unknown) =>
      scim('PATCH', `/Users/${ids.ann}`, change({ op: 'replace', path, value }));
    await setTo('title', 'Senior engineer');
    await setTo(`${EXTENSION}:Office_Location`, 'Paris');
    await setTo('active', false);
    await portal.page.goto(portal.link);
    await heading('Overview');
  }, 60_000);

  const heading = (name: string) =>
    portal.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  const open = async (path: string, title: string) => {
    await portal.page.goto(`${portal.origin}/portal/AcDemo/${path}`);
    await heading(title);
  };

  /** As the browser's own arrows do: the page stays, its path is another one. */
  const moveTo = (path: string) =>
    portal.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );

  /** Of the table, by the names in their headers. */
  const rows = (...names: readonly string[]) =>
    eventually(() => portal.page.locator('tbody th').allTextContents(), [...names]);

  const choice = (name: string) => portal.page.getByRole('combobox', { name, exact: true });

  const addressHas = (text: string) => portal.page.waitForURL((url) => url.search.includes(text));

  it('the table has the Designation and the fields by name, and a manager as a link', async () => {
    const { page } = portal;
    await open('users', 'Users');
    const ann = page.getByRole('row', { name: /Ann Lee/ });
    await ann.getByText('Senior engineer').waitFor();
    await ann.getByText('Disabled').waitFor();
    await ann.getByText('12.5', { exact: true }).waitFor();
    await page.getByRole('columnheader', { name: 'Office location' }).waitFor();
    await ann.getByRole('link', { name: 'Bob Ray' }).click();
    await heading('Bob Ray');
    expect(await page.title()).toBe('Bob Ray · Kissflow SCIM');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  }, 60_000);

  it('a filter is in the address at once, and the address alone brings it back', async () => {
    const { page } = portal;
    await open('users', 'Users');
    await choice('Status').selectOption('Disabled');
    await rows('Ann Lee');
    await addressHas('active=false');
    await choice('Status').selectOption('All');
    await choice('Group').fill('engin');
    await choice('Group').press('Enter');
    await rows('Ann Lee', 'ليلى الحسن');
    await addressHas(`group=${ids.team}`);
    await page.reload();
    await rows('Ann Lee', 'ليلى الحسن');
    await eventually(() => choice('Group').inputValue(), 'Engineering');
    await choice('Field').selectOption('Office location');
    await choice('Office location is').selectOption('London');
    await rows('Ann Lee');
    await addressHas('field=Office_Location&value=London');
    await choice('Field').selectOption('Manager');
    await choice('Manager is').fill('bob@example.com');
    await choice('Manager is').press('Enter');
    await rows('Ann Lee');
    await addressHas(`field=Manager&value=${ids.bob}`);
    await choice('Group').fill('');
    await choice('Group').press('Enter');
    await choice('Field').selectOption('Any');
    await choice('Order').selectOption('Newest first');
    await rows(
      '=HYPERLINK("http://evil.example")',
      'Wilhelmina Featherstonehaugh',
      'ليلى الحسن',
      'Ann Lee',
      'Bob Ray',
    );
    await page.getByRole('searchbox').fill('example.com');
    await page.getByRole('searchbox').press('Enter');
    await addressHas('search=example.com');
    await page.getByRole('searchbox').fill('LEE');
    await page.getByRole('searchbox').press('Enter');
    await rows('Ann Lee');
  }, 60_000);

  it('a name that no group has is told, and filters nothing', async () => {
    const { page } = portal;
    await open('users', 'Users');
    await choice('Group').fill('no such group');
    await choice('Group').press('Enter');
    await page.getByText('Choose one of the names that are proposed.').waitFor();
    expect(page.url()).not.toContain('group=');
    await expectNoBarriers(page);
  }, 60_000);

  it('a page behind the last one says so, and leads back', async () => {
    const { page } = portal;
    await open('users?start=101', 'Users');
    await page.getByText('None of 5').waitFor();
    await page.getByRole('link', { name: 'First' }).click();
    await page.getByText('1 to 5 of 5').waitFor();
  }, 60_000);

  it('columns are chosen by keyboard, and are in the address', async () => {
    const { page } = portal;
    await open('users', 'Users');
    await page.getByText('Columns').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('External id').press('Space');
    await page.getByRole('columnheader', { name: 'External id' }).waitFor();
    await page.getByText('object-id-of-ann').waitFor();
    await page.getByLabel('Designation').press('Space');
    await page.getByRole('columnheader', { name: 'Designation' }).waitFor({ state: 'detached' });
    await expectNoBarriers(page);
    await page.keyboard.press('Escape');
    await page.getByLabel('External id').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Columns');
    await page.reload();
    await page.getByText('object-id-of-ann').waitFor();
    expect(await page.getByRole('columnheader', { name: 'Designation' }).count()).toBe(0);
  }, 60_000);

  it('CSV: what is shown of all that match, for spreadsheets, and no formula of it', async () => {
    const { page } = portal;
    await open('users?columns=name,email,designation,fields.Cost_Rate', 'Users');
    await rows(
      'Bob Ray',
      'Ann Lee',
      'ليلى الحسن',
      'Wilhelmina Featherstonehaugh',
      '=HYPERLINK("http://evil.example")',
    );
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).press('Enter');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('users-AcDemo.csv');
    expect(readFileSync(await download.path(), 'utf8')).toBe(
      [
        '\u{FEFF}Name,Designation,E-mail,Cost rate',
        'Bob Ray,Head of Engineering,bob@example.com,',
        'Ann Lee,Senior engineer,ann@example.com,12.5',
        'ليلى الحسن,محاسبة,layla@example.com,',
        `Wilhelmina Featherstonehaugh,,${LONG},`,
        `"'=HYPERLINK(""http://evil.example"")","A ""B"", C",eve@example.com,`,
        '',
      ].join('\r\n'),
    );
    await page.getByText('5 users downloaded').waitFor();
  }, 60_000);

  it('CSV: it is cancelled, and goes on after a failure where it stopped', async () => {
    const { page } = portal;
    await open('users', 'Users');
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/users\?.*count=500/, async (route) => {
      await isAnswered;
      await route.abort();
    });
    await page.getByRole('button', { name: 'Download CSV' }).press('Enter');
    await page.getByRole('progressbar').waitFor();
    await expectNoBarriers(page);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Download CSV' }).press('Enter');
    answer();
    await page.getByRole('alert').getByText('No answer').waitFor();
    await page.unroute(/users\?.*count=500/);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(readFileSync(await (await downloading).path(), 'utf8').split('\r\n')).toHaveLength(7);
  }, 60_000);

  it('a user: attributes and fields by name, groups, the manager as a link, and what happened in words', async () => {
    const { page } = portal;
    await open(`users/${ids.ann}`, 'Ann Lee');
    for (const [name, value] of [
      ['Given name', 'Ann'],
      ['Designation', 'Senior engineer'],
      ['E-mail (work)', 'ann@example.com'],
      ['Phone (work)', '+44 20 7946 0000'],
      ['Works remotely', 'Yes'],
      ['Office location', 'London'],
    ] as const)
      await page.locator('dt', { hasText: name }).locator('+ dd', { hasText: value }).waitFor();
    await page.getByRole('link', { name: 'Engineering' }).first().waitFor();
    const happened = page.getByRole('list').filter({ hasText: 'Created' });
    for (const text of ['Disabled', 'Change refused', 'Changed', 'Added to group Engineering', 'Created'])
      await happened.getByText(text, { exact: true }).first().waitFor();
    await happened.getByText('Send one of "Chennai", "London", "New York"').waitFor();
    await happened.getByText('by first start').first().waitFor();
    await page.getByRole('link', { name: 'Bob Ray' }).waitFor();
    await expectNoBarriers(page);
  }, 60_000);

  it('why a user is disabled is on the page; of one who is active it is folded', async () => {
    const { page } = portal;
    await open(`users/${ids.ann}`, 'Ann Lee');
    await page.getByText('Why is this user disabled?').waitFor();
    await page.getByText(/^The user has been disabled since/).waitFor();
    await page.getByText('What to do').waitFor();
    await open(`users/${ids.bob}`, 'Bob Ray');
    await page.getByText('What is known').waitFor();
    expect(await page.getByText('The user is active.').isVisible()).toBe(false);
  }, 60_000);

  it('a search that finds nobody offers to say why the person is not here', async () => {
    const { page } = portal;
    await open('users?search=zora@example.com', 'Users');
    await page.getByRole('button', { name: 'Why is “zora@example.com” not here?' }).press('Enter');
    await page.getByText('No user has zora@example.com as userName').waitFor();
    await page.getByText('Check the spelling').waitFor();
    await expectNoBarriers(page);
    await page.getByRole('link', { name: 'Show all users' }).click();
    await page.getByRole('row', { name: /Ann Lee/ }).waitFor();
  }, 60_000);

  it('a user who is gone: since when, and by which request', async () => {
    const { page, scim } = portal;
    const gone = String((await scim('POST', '/Users', user('gone@example.com', 'Gone Soon'))).id);
    await scim('DELETE', `/Users/${gone}`);
    await open(`users/${gone}`, 'User');
    await page.getByText('There is no user with this id').waitFor();
    await page.getByText('Why is this user gone?').waitFor();
    await page.getByRole('listitem').getByText('Deleted').waitFor();
  }, 60_000);

  it('an answer about one user is never shown as that about another', async () => {
    const { page } = portal;
    const bob = new RegExp(`users/${ids.bob}`);
    await open(`users/${ids.ann}`, 'Ann Lee');
    const held = await holdBack(page, bob);
    await moveTo(`/portal/AcDemo/users/${ids.bob}`);
    await heading('User');
    await page.getByText('Loading…').first().waitFor();
    expect(await page.locator('main').textContent()).not.toContain('ann@example.com');
    held.answer();
    await heading('Bob Ray');
    await moveTo(`/portal/AcDemo/users/${ids.ann}`);
    await heading('Ann Lee');
  }, 60_000);

  it('groups: searched, opened, their members searched, and from there to a user or the table', async () => {
    const { page } = portal;
    await open('groups', 'Groups');
    await rows('Engineering', 'Board');
    await expectNoBarriers(page);
    await page.getByRole('searchbox').fill('engin');
    await page.getByRole('searchbox').press('Enter');
    await rows('Engineering');
    await page.getByRole('link', { name: 'Engineering' }).click();
    await heading('Engineering');
    await page.getByText('2 members').waitFor();
    await rows('Ann Lee', 'ليلى الحسن');
    await page.getByText('Created: 2 added').waitFor();
    await expectNoBarriers(page);
    await page.getByRole('searchbox').fill('layla');
    await page.getByRole('searchbox').press('Enter');
    await rows('ليلى الحسن');
    await addressHas('search=layla');
    await page.getByRole('link', { name: 'Show in the table of users' }).click();
    await heading('Users');
    await rows('Ann Lee', 'ليلى الحسن');
    await open(`groups/${ids.board}`, 'Board');
    await page.getByText('The group has no members').waitFor();
    await open('groups?search=nothing', 'Groups');
    await page.getByText('No group matches “nothing”').waitFor();
  }, 60_000);

  it('long addresses and names from right to left break no row, on 320 px either', async () => {
    const { page } = portal;
    await open('users', 'Users');
    await page.getByText(LONG).first().waitFor();
    await expectNoBarriers(page);
    const direction = await page.evaluate(
      "getComputedStyle([...document.querySelectorAll('tbody th bdi')].find(({ textContent }) => textContent === 'ليلى الحسن')).direction",
    );
    expect(direction).toBe('rtl');
    await open(`users/${ids.long}`, 'Wilhelmina Featherstonehaugh');
    await page.getByText(LONG).first().waitFor();
    await expectNoBarriers(page);
  }, 60_000);

  it('without a connection it says so, keeps what is there, and reads again when there is one', async () => {
    const { page } = portal;
    await open('users', 'Users');
    await page.getByRole('row', { name: /Ann Lee/ }).waitFor();
    await page.context().setOffline(true);
    await choice('Order').selectOption('Newest first');
    await page.getByRole('alert').getByText('No answer').waitFor();
    await page.getByRole('row', { name: /Ann Lee/ }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Ann Lee/ }).waitFor();
  }, 60_000);

  it('a Viewer sees all of it: nothing here is changed', async () => {
    const { page } = portal;
    await actAsViewer(page, portal);
    await open('users', 'Users');
    await page.getByText('Viewer').waitFor();
    await page.getByRole('row', { name: /Ann Lee/ }).waitFor();
    const buttons = await page.locator('main').getByRole('button').allTextContents();
    expect(buttons).toEqual(['Search', 'Download CSV']);
    await page.unroute('**/manage/v1/me');
  }, 60_000);
});
