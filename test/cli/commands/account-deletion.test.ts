/** `account delete`: what is asked first, what is exported, and how long the command stays. */

import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { servicesOn } from '../../../functions/runtime/compose.ts';
import { answerFetch } from '../../../functions/runtime/fetch.ts';
import { openStores } from '../../../functions/runtime/open-stores.ts';
import { readSettings } from '../../../functions/runtime/settings.ts';
import { keyCallers, newManageKey } from '../../../shared/manage/callers/key-callers.ts';
import { manageEndpoint } from '../../../shared/manage/manage-endpoint.ts';
import { ORIGIN, openShell } from './shell.ts';

let shell: Awaited<ReturnType<typeof openShell>>;
let server: Server;
let remote: string;
/** What the service does by itself after the first request. */
let meanwhile: (services: ReturnType<typeof servicesOn>) => Promise<unknown>;

/** A service whose clock is so far behind that a deletion that begins now can end in a second. */
beforeEach(async () => {
  shell = await openShell();
  expect(await shell.createUser({ userName: 'ann' })).toBe(201);
  const key = newManageKey();
  const settings = readSettings({ DATA_DIR: join(shell.folder, 'data'), PUBLIC_BASE_URL: ORIGIN });
  let behind = 180_000;
  meanwhile = async () => undefined;
  const services = servicesOn(await openStores(settings), ORIGIN, () => Date.now() - behind);
  const manage = manageEndpoint({ ...services, callers: [keyCallers(async () => key, 'ann')] });
  server = createServer(async (incoming, outgoing) => {
    const headers = { authorization: String(incoming.headers.authorization) };
    const { method = '', url } = incoming;
    const response = await answerFetch(manage, new Request(`http://127.0.0.1${url}`, { method, headers }));
    if (method === 'DELETE') {
      behind = 0;
      await meanwhile(services);
    }
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const keyFile = join(shell.folder, 'manage.key');
  writeFileSync(keyFile, `${key}\n`);
  remote = `--url http://127.0.0.1:${(server.address() as AddressInfo).port} --token-file ${keyFile}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  shell.remove();
});

const accountIds = async () =>
  (await shell.json('account list')).accounts.map(({ id }: { id: string }) => id);

it('exports first, deletes to the end, and says what is kept', async () => {
  const file = join(shell.folder, 'copy.jsonl');
  const { code, out, err } = await shell.run(`account delete AcDemo --yes --export ${file} ${remote}`);
  expect([code, out]).toEqual([0, 'deleted  AcDemo\n']);
  expect(err).toContain(`${file}: 1 users, 0 groups, 0 memberships.`);
  expect(err).toContain('then the deletion is done');
  expect(err).toMatch(/What is kept:\nThe administrators' log.*90 days.*Backups/s);
  expect(readFileSync(file, 'utf8')).toContain('"userName":"ann"');
  expect(await accountIds()).toEqual([]);
  const log = await shell.json('log AcDemo --admin');
  expect(log.entries).toMatchObject([
    { operation: 'deleteAccount', outcome: 'done', name: 'ann' },
    { operation: 'exportAccount', outcome: 'done', name: 'ann' },
  ]);
});

it('at a keyboard the id is typed, after it was said what is lost and how to keep it', async () => {
  const { code, err } = await shell.runTyping(`account delete AcDemo ${remote}`, 'AcDemo');
  expect(code).toBe(0);
  expect(err).toContain('1 users, 0 groups, its fields, tokens and logs');
  expect(err).toContain('kissflow-scim export AcDemo --out AcDemo.jsonl');
  expect(err).toContain('Type AcDemo to confirm: ');
  expect(await accountIds()).toEqual([]);
});

it.each(['acdemo', '', 'yes'])('typed otherwise, nothing is deleted: %j', async (typed) => {
  const { code, err } = await shell.runTyping('account delete AcDemo', typed);
  expect([code, err]).toEqual([1, expect.stringContaining('nothing was changed')]);
  expect(await accountIds()).toEqual(['AcDemo']);
});

it('where nobody can be asked it needs --yes', async () => {
  const { code, err } = await shell.run('account delete AcDemo');
  expect([code, err]).toEqual([2, expect.stringContaining('--yes')]);
  expect(await accountIds()).toEqual(['AcDemo']);
});

it('an export that has no place keeps the account', async () => {
  const file = join(shell.folder, 'there.jsonl');
  writeFileSync(file, 'x');
  const { code } = await shell.run(`account delete AcDemo --yes --export ${file}`);
  expect(code).toBe(1);
  expect(await accountIds()).toEqual(['AcDemo']);
});

it('an account that is not there is refused by the service', async () => {
  const { code, err } = await shell.run('account delete AcNone --yes');
  expect([code, err]).toEqual([1, expect.stringContaining('There is no account AcNone')]);
});

it('a service that ends the deletion by itself is no failure of the command', async () => {
  meanwhile = async ({ deletions }) => {
    const [deletion] = await deletions.pending();
    const endsIn = deletion ? Date.parse(deletion.since) + 180_000 - Date.now() : 0;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, endsIn)));
    if (deletion) expect(await deletions.advance(deletion, Date.now() + 60_000)).toBe(false);
  };
  const { code, out } = await shell.run(`account delete AcDemo --yes ${remote}`);
  expect([code, out]).toEqual([0, 'deleted  AcDemo\n']);
});
