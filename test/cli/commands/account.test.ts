/** `kissflow-scim account` on the store of this machine. */

import { ORIGIN, openShell } from './shell.ts';

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
});

afterAll(() => shell.remove());

it('list shows every account with the Base URL to paste', async () => {
  const { code, out } = await shell.run('account list');
  expect(code).toBe(0);
  expect(out).toContain(`AcDemo   Demo  reject       30        no          ${ORIGIN}/scim/v2/AcDemo`);
});

it('show lists the fields below the settings', async () => {
  const { code, out } = await shell.run('account show AcDemo');
  expect(code).toBe(0);
  expect(out).toContain('name         Demo\n');
  expect(out).toContain('Office_Location  Office location  dropdown  no        Chennai, London, New York');
});

it('create and set keep what is left out', async () => {
  expect((await shell.run('account create Ac1 --name "Acme Inc" --log-days 90')).code).toBe(0);
  expect((await shell.run('account set Ac1 --log-values yes')).code).toBe(0);
  expect(await shell.json('account show Ac1')).toMatchObject({
    id: 'Ac1',
    name: 'Acme Inc',
    unsupportedAttributes: 'reject',
    log: { values: true, days: 90 },
    fields: [],
  });
});

test.each([
  ['an id that differs in case only', 'account create acdemo --name x', 'AcDemo'],
  ['an id of other characters', 'account create a.b --name x', '2 to 40 letters'],
  ['a number of days out of range', 'account set AcDemo --log-days 900', 'log/days must be <= 365'],
  ['an unknown account', 'account show Nope', 'Nope'],
])('%s is refused with exit code 1, and the message says what it is about', async (_, line, message) => {
  const { code, out, err } = await shell.run(line);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(message);
});

test.each([
  ['an unknown verb', 'account lst', 'list'],
  ['no name', 'account create Ac2', '--name'],
  ['nothing to change', 'account set AcDemo', '--help'],
  ['a policy that does not exist', 'account set AcDemo --unsupported-attributes drop', 'reject, ignore'],
  ['neither yes nor no', 'account set AcDemo --log-values maybe', 'yes or no'],
  ['an id that an address would swallow', 'account show ..', 'not an id'],
  ['no argument', 'account show', 'account'],
])('%s is a wrong command line: exit code 2', async (_, line, message) => {
  const { code, out, err } = await shell.run(line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

it('a folder without a store is not made into one', async () => {
  const { code, err } = await shell.run('account list --data-dir nowhere');
  expect(code).toBe(1);
  expect(err).toMatch(/There is no store in .*nowhere: start the service once/);
});
