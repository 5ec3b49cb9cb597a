/** `kissflow-scim status`: what an operator reads at first, and what it tells them to do. */

import { openShell } from './shell.ts';

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
});

afterAll(() => shell.remove());

const cells = (out: string) => out.replace(/ +/g, ' ');

it('of a new account says what is to be done', async () => {
  const { code, out } = await shell.run('status AcDemo');
  expect(code).toBe(0);
  expect(cells(out)).toContain('last request none yet');
  expect(cells(out)).toContain('users 0: 0 active, 0 disabled');
  expect(cells(out)).toMatch(/identity provider has called open Enter the Base URL and the token/);
});

it('of an account in use tells the last request, the people, and why something was refused', async () => {
  await shell.createUser({ userName: 'ann@x.test' });
  await shell.createUser({ userName: 'bob@x.test', active: false });
  await shell.createUser({ userName: 'ANN@x.test' });
  await shell.services.activity.flush();
  const out = cells((await shell.run('status AcDemo')).out);
  expect(out).toMatch(/last request \d{4}-\d\d-\d\d \d\d:\d\d UTC, with token [0-9a-z]{16} \(/);
  expect(out).toContain('users 2: 1 active, 1 disabled');
  expect(out).toMatch(/changes since .*: 2 created|changes since \S+ \S+ 2 created/);
  expect(out).toMatch(/taken 1 \S+ \S+ \S/);
  expect(out).toContain('first user has arrived done');
});

it('without an account shows the only one, and of several one line each', async () => {
  expect((await shell.run('status')).out).toMatch(/^account +AcDemo$/m);
  await shell.run('account create AcOther --name Other');
  const { out } = await shell.run('status');
  expect(cells(out)).toMatch(/^AcDemo \d{4}\S+ \S+ 2 1 0 1 none$/m);
  expect(cells(out)).toMatch(/^AcOther none 0 0 0 0 token$/m);
});

it('--json prints what the manage API answered', async () => {
  expect(await shell.json('status AcDemo')).toMatchObject({ account: 'AcDemo', users: { total: 2 } });
  expect(Object.keys(await shell.json('status'))).toEqual(['accounts']);
});

it('of an account that does not exist says so', async () => {
  const { code, err } = await shell.run('status AcNobody');
  expect(code).toBe(1);
  expect(err).toContain('There is no account AcNobody');
});

it('a token that expires soon is named, until the one that replaces it is in use', async () => {
  const { tokenId } = await shell.json('token create AcDemo --label rotated --expires 6d');
  expect((await shell.run('status AcDemo')).err).toContain(`token rotate AcDemo ${tokenId}`);
  const next = await shell.json(`token rotate AcDemo ${tokenId}`);
  expect((await shell.run('status AcDemo')).err).toContain(`${next.tokenId} replaces it and is not in use`);
  const at = new Date().toISOString();
  await shell.services.use.record('AcDemo', next.tokenId, { firstUsedAt: at, lastUsedAt: at });
  const { err } = await shell.run('token list AcDemo');
  expect(err).toContain(`Token ${tokenId} is replaced by ${next.tokenId}, which is in use`);
  expect(err).not.toContain('expires within');
});
