/** Users and groups in a browser: the user management table, one user, one group. */

import { chromiumPath, openPortal, type Portal } from './browser.ts';

const described = chromiumPath ? describe : describe.skip;

const user = (userName: string, displayName: string, rest: object = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  displayName,
  active: true,
  emails: [{ value: userName, type: 'work', primary: true }],
  ...rest,
});

described('users and groups in a browser', () => {
  let portal: Portal;
  let ann: string;
  let bob: string;

  beforeAll(async () => {
    portal = await openPortal();
    ann = String((await portal.scim('POST', '/Users', user('ann@example.com', 'Ann Lee'))).id);
    bob = String((await portal.scim('POST', '/Users', user('bob@example.com', 'Bob Ray'))).id);
    await portal.page.goto(portal.link);
    await heading('Users');
  }, 60_000);
  afterAll(() => portal?.close());
  afterEach(() => expect(portal.complaints).toEqual([]));

  const heading = (name: string) => portal.page.getByRole('heading', { level: 1, name }).waitFor();

  /** As the browser's own arrows do: the page stays, its path is another one. */
  const moveTo = (path: string) =>
    portal.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );

  it('an answer about one user is never shown as that about another', async () => {
    const { page } = portal;
    await page.getByRole('link', { name: 'Ann Lee' }).click();
    await heading('Ann Lee');
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(new RegExp(bob), async (route) => {
      await isAnswered;
      await route.continue();
    });
    await moveTo(`/portal/AcDemo/users/${bob}`);
    await page.getByText('Loading…').first().waitFor();
    expect(await page.locator('main').textContent()).not.toContain('ann@example.com');
    answer();
    await heading('Bob Ray');
    await page.unroute(new RegExp(bob));
    await moveTo(`/portal/AcDemo/users/${ann}`);
    await heading('Ann Lee');
  }, 60_000);
});
