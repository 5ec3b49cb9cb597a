/** `kissflow-scim token`: a token is shown once, or stands in a file that only its owner reads. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER_ONLY } from '../../platform.ts';
import { ORIGIN, openShell } from './shell.ts';

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
});

afterAll(() => shell.remove());

const opens = async (token: string) => (await shell.services.tokens.verify('AcDemo', token)) !== undefined;
const tokens = async () => (await shell.json('token list AcDemo')).tokens;

it('create prints the token once; no list has it', async () => {
  const { code, out, err } = await shell.run('token create AcDemo --label "Entra production"');
  const token = /^token +(kfs_\S+)$/m.exec(out)?.[1] ?? '';
  expect(code).toBe(0);
  expect(err).toContain('only time');
  expect(out).toContain(`${ORIGIN}/scim/v2/AcDemo`);
  expect(token).toMatch(/^kfs_AcDemo_/);
  const listed = await shell.run('token list AcDemo --json');
  expect(listed.out).toContain('Entra production');
  expect(listed.out).not.toContain('kfs_');
});

it('--out writes the connection file for its owner only, and prints no token', async () => {
  const file = join(shell.folder, 'connection.json');
  const { code, out } = await shell.run(`token create AcDemo --label file --out ${file}`);
  expect(code).toBe(0);
  expect(out).not.toContain('kfs_');
  expect(statSync(file).mode & 0o777).toBe(OWNER_ONLY);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    baseUrl: `${ORIGIN}/scim/v2/AcDemo`,
    token: expect.stringMatching(/^kfs_AcDemo_/),
  });
  expect(readdirSync(shell.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('a file that is there is replaced with --force only, and without it no token is made', async () => {
  const file = join(shell.folder, 'taken.json');
  writeFileSync(file, 'precious');
  const before = (await tokens()).length;
  const refused = await shell.run(`token create AcDemo --label again --out ${file}`);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('--force');
  expect(readFileSync(file, 'utf8')).toBe('precious');
  expect((await tokens()).length).toBe(before);
  expect((await shell.run(`token create AcDemo --label again --out ${file} --force`)).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8')).baseUrl).toBe(`${ORIGIN}/scim/v2/AcDemo`);
});

test.each([
  ['a folder that is not there', 'nowhere/connection.json'],
  ['a folder', 'folder'],
  ['a file in place of a folder', 'file/connection.json'],
  ['a name that no file can have', 'x'.repeat(300)],
  ['a name that ends a folder', 'new/'],
])('--out with %s is a wrong command line, and no token is made', async (_, name) => {
  mkdirSync(join(shell.folder, 'folder'), { recursive: true });
  writeFileSync(join(shell.folder, 'file'), '');
  const before = (await tokens()).length;
  const { code } = await shell.run(`token create AcDemo --label x --out ${join(shell.folder, name)}`);
  expect(code).toBe(2);
  expect((await tokens()).length).toBe(before);
});

it('rotate makes another token with the label; revoke ends the old one', async () => {
  const old = await shell.json('token create AcDemo --label shift --expires 90d');
  const next = await shell.json(`token rotate AcDemo ${old.tokenId}`);
  expect([await opens(old.token), await opens(next.token)]).toEqual([true, true]);
  expect((await shell.run(`token revoke AcDemo ${old.tokenId}`)).code).toBe(0);
  const shifts = (await tokens()).filter(({ label }: { label: string }) => label === 'shift');
  expect(shifts).toHaveLength(2);
  expect(shifts).toContainEqual(expect.objectContaining({ tokenId: old.tokenId, status: 'revoked' }));
  expect(shifts).toContainEqual(expect.objectContaining({ tokenId: next.tokenId, status: 'live' }));
});

it('a token without an end is made with a warning, one near its end is named by the list', async () => {
  const never = await shell.run('token create AcDemo --label forever --expires never');
  expect(never.out).toContain('expires   never');
  expect(never.err).toContain('Warning: This token never expires');
  const { tokenId } = await shell.json('token create AcDemo --label short --expires 6d');
  expect((await shell.run('token list AcDemo')).err).toContain(`Token ${tokenId} expires within 6 days`);
});

test.each([
  ['an expiry in the past', 'token create AcDemo --label x --expires 2020-01-01', 1, 'future'],
  ['a label that is too long', `token create AcDemo --label ${'x'.repeat(101)}`, 1, 'label'],
  ['a token that is not there', 'token revoke AcDemo 0000000000000000', 1, 'no token'],
  ['an unknown account', 'token create Nope --label x', 1, 'Nope'],
  ['no label', 'token create AcDemo', 2, '--label'],
  ['a day that no month has', 'token create AcDemo --label x --expires 2027-02-30', 2, 'such as 2027-01-31'],
  ['an expiry of another form', 'token create AcDemo --label x --expires soon', 2, 'or never'],
])('%s makes no token', async (_, line, code, message) => {
  const before = (await tokens()).filter(({ status }: { status: string }) => status !== 'revoked').length;
  const ran = await shell.run(line);
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toContain(message);
  expect((await tokens()).filter(({ status }: { status: string }) => status !== 'revoked')).toHaveLength(
    before,
  );
});

test.each([
  `--label eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.c`,
  `--token-file eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.c`,
  '--token kfs_secret',
  '--token=kfs_secret',
  `--label kfm_${'s'.repeat(43)}`,
])('a token on the command line (%s) is refused and not repeated', async (argument) => {
  const { code, err } = await shell.run(`token create AcDemo ${argument}`);
  expect(code).toBe(2);
  expect(err).toContain('--token-file');
  expect(err).not.toMatch(/kf[sm]_|eyJ/);
});

it('with --out, not even --json prints the token', async () => {
  const file = join(shell.folder, 'scripted.json');
  const created = await shell.json(`token create AcDemo --label scripted --out ${file}`);
  expect(created).toMatchObject({ file, baseUrl: `${ORIGIN}/scim/v2/AcDemo` });
  expect(JSON.stringify(created)).not.toContain('kfs_');
  expect(await opens(JSON.parse(readFileSync(file, 'utf8')).token)).toBe(true);
});

it('a token whose file cannot be written after all is shown, not lost', async () => {
  // Long enough for the file, too long for the temporary one beside it.
  const file = join(shell.folder, 'x'.repeat(253));
  const { code, out, err } = await shell.run(`token create AcDemo --label lost --out ${file}`);
  expect(code).toBe(1);
  expect(err).toContain('The token above was created.');
  expect(await opens(/kfs_\S+/.exec(out)?.[0] ?? '')).toBe(true);
});
