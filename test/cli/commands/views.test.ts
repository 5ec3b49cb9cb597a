/** `kissflow-scim log`, `why`, `users`, `groups` and `mapping`: what stands there, and why something does not. */

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { OWNER_ONLY } from '../../platform.ts';
import { EXTENSION, openShell } from './shell.ts';

const FETCHED = join(__dirname, '../../fixtures/mapping-guide/graph-schema.json');

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
  await shell.createUser({
    userName: 'ann@x.test',
    displayName: 'Ann',
    title: 'Boss',
    [EXTENSION]: { Department: 'E1' },
  });
  await shell.createUser({ userName: 'bob@x.test', displayName: 'Bob\u001b[2J\u202e' });
  await shell.createUser({ userName: 'ANN@x.test' });
  // As a second after the first request of the token.
  await shell.services.activity.flush();
});

afterAll(() => shell.remove());

describe('log', () => {
  it('says why a user was refused', async () => {
    const { code, out } = await shell.run('log AcDemo --outcome refused');
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toMatch(/create User +ANN@x\.test +refused +409 +taken: userName is taken/);
  });

  it('says what happened, and the values that every log keeps', async () => {
    expect((await shell.run('log AcDemo --outcome success')).out).toMatch(
      /create User +bob@x\.test +created +201/,
    );
  });

  it('names the fields of a change without their long prefix', async () => {
    expect((await shell.run('log AcDemo --subject ann --outcome success')).out).toMatch(
      /title, Department\n$/,
    );
  });

  it('tells where the next page begins', async () => {
    const first = await shell.run('log AcDemo --limit 1');
    const cursor = /--cursor (\S+)/.exec(first.err)?.[1];
    const second = await shell.run(`log AcDemo --limit 1 --cursor ${cursor}`);
    expect(first.out).toContain('ANN@x.test');
    expect(second.out).toContain('bob@x.test');
  });

  it.each([
    ['--code taken', 1],
    ['--operation create', 3],
    ['--operation delete', 0],
    ['--resource nobody', 0],
    ['--token-id 0123456789abcdef', 0],
  ])('is filtered: %s', async (filter, entries) => {
    expect((await shell.json(`log AcDemo ${filter}`)).entries).toHaveLength(entries);
  });

  it('takes days and instants', async () => {
    expect((await shell.json('log AcDemo --from 2020-01-01 --to 2020-01-02T03:00:00+02:00')).entries).toEqual(
      [],
    );
    expect((await shell.json('log AcDemo --from 2020-01-01')).entries).toHaveLength(3);
  });
});

describe('log --admin', () => {
  it('says who changed what on this machine, newest first', async () => {
    await shell.run('account set AcDemo --log-days 90');
    await shell.run('account set AcDemo --name "Demo 2"');
    const { code, out } = await shell.run('log AcDemo --admin');
    const [, newest, older] = out.split('\n');
    const who = `${userInfo().username} (local)`;
    expect(code).toBe(0);
    expect(newest).toMatch(/changeAccount .* command line +done +200 +name \(.+ -> Demo 2\)$/);
    expect(newest).toContain(who);
    expect(older).toMatch(/log\.days \(30 -> 90\)$/);
  });

  it('takes an operation, a time and a page', async () => {
    const none = await shell.run('log AcDemo --admin --operation createToken');
    expect([none.out, none.err]).toEqual(['No entries.\n', expect.stringContaining('Leave out operation')]);
    expect((await shell.json('log AcDemo --admin --to 2020-01-01')).entries).toEqual([]);
    const first = await shell.run('log AcDemo --admin --limit 1');
    const second = await shell.run(
      `log AcDemo --admin --limit 1 --cursor ${/--cursor (\S+)/.exec(first.err)?.[1]}`,
    );
    expect([first.out, second.out]).toEqual([
      expect.stringContaining('Demo 2'),
      expect.stringContaining('log.days'),
    ]);
  });

  it.each([
    ['log AcDemo --admin --subject ann', '--resource are for the provisioning log'],
    ['log AcDemo --admin --code taken', '--resource are for the provisioning log'],
  ])('%s: a wrong command line', async (line, message) => {
    const { code, err } = await shell.run(line);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('an operation of the other log is refused, with those that there are', async () => {
    const { code, err } = await shell.run('log AcDemo --operation changeAccount');
    expect([code, err]).toEqual([1, expect.stringContaining('operation must be one of create, replace')]);
  });

  it('says what an entry without an end means', async () => {
    const entry = {
      id: '00000000-0000-4000-8000-000000000000',
      at: new Date().toISOString(),
      operation: 'replaceFields',
      by: 'local',
      from: 'command-line',
      correlationId: 'x',
    } as const;
    await shell.services.administratorsLog.begin('AcDemo', entry);
    const { out, err } = await shell.run('log AcDemo --admin --operation replaceFields');
    expect(out).toMatch(/replaceFields +local +command line +begun/);
    expect(err).toContain('the service stopped before it could write what became of it');
  });
});

describe('an empty log', () => {
  it('is followed by what to try', async () => {
    const { code, out, err } = await shell.run('log AcDemo --subject "zoe brown" --outcome refused');
    expect([code, out]).toEqual([0, 'No entries.\n']);
    expect(err).toMatch(/check the spelling/);
    expect(err).toMatch(/Leave out outcome/);
    expect(err).toMatch(/\n {2}kissflow-scim why AcDemo "zoe brown"\n$/);
  });
});

describe('why', () => {
  it('says in sentences where a user is, and what was refused', async () => {
    const { code, out } = await shell.run('why AcDemo ANN@x.test');
    expect(code).toBe(0);
    expect(out).toMatch(/^The user is here: ann@x\.test \(id [0-9a-f-]{36}, no externalId\)\. /);
    expect(out).toMatch(
      /\nThe user is active\.\nThe last request \(create\) was refused on .* with 409, taken:/,
    );
  });

  it('says what to do, in order', async () => {
    const { out } = await shell.run('why AcDemo zoe@x.test');
    expect(out).toMatch(/^No user has zoe@x\.test as /);
    expect(out).toMatch(/\n\nWhat to do:\n1\. {2}Check the spelling.*\n2\. {2}Check the assignment/);
  });

  it('prints what the manage API answered, for scripts', async () => {
    expect(await shell.json('why AcDemo bob@x.test')).toMatchObject({ state: 'active', steps: [] });
  });
});

describe('users and groups', () => {
  it('shows Designation and the Kissflow fields that anybody on the page has', async () => {
    const { out, err } = await shell.run('users AcDemo --search ann');
    expect(out).toMatch(/^USER +NAME +ACTIVE +DESIGNATION +E-MAIL +GROUPS +Department +ID\n/);
    expect(out).toMatch(/ann@x\.test +Ann +\S+ +Boss +- +0 +E1 +[0-9a-f-]{36}\n$/);
    expect(err).toBe('1 to 1 of 1\n');
  });

  it('shows whom a user reference means, by name, or by id where that is nobody here', async () => {
    const boss = (await shell.json('users AcDemo --search ann')).users[0].id;
    await shell.createUser({ userName: 'cid@x.test', [EXTENSION]: { Manager: { value: boss } } });
    await shell.createUser({ userName: 'dee@x.test', [EXTENSION]: { Manager: { value: 'nobody' } } });
    expect((await shell.run('users AcDemo --search cid')).out).toMatch(
      /cid@x\.test .* Ann +[0-9a-f-]{36}\n$/,
    );
    expect((await shell.run('users AcDemo --search dee')).out).toMatch(
      /dee@x\.test .* nobody +[0-9a-f-]{36}\n$/,
    );
  });

  it('keeps control characters of names away from the terminal', async () => {
    expect((await shell.run('users AcDemo --search bob')).out).toContain('Bob�[2J�');
  });

  it('tells where the next page begins', async () => {
    expect((await shell.run('users AcDemo --count 1')).err).toContain(
      '1 to 1 of 4; the next page: --start 2',
    );
  });

  it.each([
    ['--active false', 0],
    ['--active true --field Department=e1', 1],
    ['--group nothing', 0],
  ])('filters users: %s', async (filter, hits) => {
    expect((await shell.json(`users AcDemo ${filter}`)).users).toHaveLength(hits);
  });

  it('a filter by a field names it and its value', async () => {
    const { code, err } = await shell.run('users AcDemo --field Department');
    expect([code, err]).toEqual([2, expect.stringContaining('the id of a field, = and the whole value')]);
  });

  it('shows one user with all attributes; an id of nobody says where to look', async () => {
    const { id } = (await shell.json('users AcDemo --search ann')).users[0];
    const { out } = await shell.run(`user show AcDemo ${id}`);
    expect(out).toMatch(/^ID +[0-9a-f-]{36}\n/);
    expect(out).toMatch(/\ntitle +Boss\n/);
    expect(out).toMatch(/\nDepartment +E1\n/);
    const none = await shell.run('user show AcDemo nobody');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('There is no user with this id')]);
    const group = await shell.run('group show AcDemo nothing');
    expect([group.code, group.err]).toEqual([1, expect.stringContaining('There is no group with this id')]);
  });

  it('says that there are no groups', async () => {
    expect(await shell.run('groups AcDemo')).toEqual({
      code: 0,
      out: 'No groups here.\n',
      err: expect.stringMatching(
        /^No group has been provisioned yet: [^\n]+\nThe log of refused [^\n]+\n0 in all\.\n$/,
      ),
    });
  });

  it('says what to try when a search finds nothing', async () => {
    const { out, err } = await shell.run('users AcDemo --search zoe');
    expect(out).toBe('No users here.\n');
    expect(err).toMatch(/give less of it\.\n[^\n]+\n {2}kissflow-scim why AcDemo zoe\n0 in all\.\n$/);
  });
});

describe('mapping', () => {
  it('is a page to follow, or data', async () => {
    expect((await shell.run('mapping markdown AcDemo')).out).toMatch(/^# Entra ID mappings .* AcDemo\n/);
    expect(JSON.parse((await shell.run('mapping json AcDemo')).out)).toMatchObject({ extension: EXTENSION });
  });

  it('merges into a fetched schema: standard output is the schema, standard error what was changed', async () => {
    const merged = join(shell.folder, 'merged.json');
    const first = await shell.run(`mapping graph AcDemo ${FETCHED}`);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toHaveProperty('directories');
    expect(first.err).toContain(`${EXTENSION}:Department added`);
    expect(await shell.run(`mapping graph AcDemo - --out ${merged}`, first.out)).toMatchObject({
      code: 0,
      out: '',
    });
    expect(JSON.parse(readFileSync(merged, 'utf8'))).toEqual(JSON.parse(first.out));
  });

  it('says that nothing was changed, beside what is left to the administrator', async () => {
    const merged = (await shell.run(`mapping graph AcDemo ${FETCHED}`)).out;
    const { code, out, err } = await shell.run('mapping graph AcDemo -', merged);
    expect({ code, out }).toEqual({ code: 0, out: merged });
    expect(err).toMatch(
      /^Nothing was changed: the file has already all that the guide can enter\.\nLeft to you: /,
    );
    expect(err).not.toContain('says already what the guide says');
  });

  it('replaces a file with --force only, whole and for its owner, and asks nobody before that is sure', async () => {
    const file = join(shell.folder, 'taken.json');
    writeFileSync(file, 'precious');
    const taken = await shell.run(`mapping graph Nobody ${FETCHED} --out ${file}`);
    expect(taken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--force') });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await shell.run(`mapping graph Nobody ${FETCHED} --out ${file} --force`)).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await shell.run(`mapping graph AcDemo ${FETCHED} --out ${file} --force`)).code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('directories');
    expect(statSync(file).mode & 0o777).toBe(OWNER_ONLY);
    expect(readdirSync(shell.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('writes no file into a folder that is not there', async () => {
    const ran = await shell.run(
      `mapping graph AcDemo ${FETCHED} --out ${join(shell.folder, 'no/merged.json')}`,
    );
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('folder that is not there') });
  });

  const utf16 = Buffer.from(`\ufeff${readFileSync(FETCHED, 'utf8')}`, 'utf16le');

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${readFileSync(FETCHED, 'utf8')}`)],
    ['UTF-16LE, as Windows PowerShell writes it', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
  ])('takes a file in %s', async (_, bytes) => {
    const file = join(shell.folder, 'encoded.json');
    writeFileSync(file, bytes);
    const ran = await shell.run(`mapping graph AcDemo ${file}`);
    expect(ran).toEqual(await shell.run(`mapping graph AcDemo ${FETCHED}`));
    expect(ran.code).toBe(0);
  });

  test.each([
    ['broken JSON', Buffer.from('{"directories": ['), 1, 'is not JSON'],
    ['empty', Buffer.from(''), 1, 'is not JSON'],
    ['no text', Buffer.from([0x7b, 0xe9, 0x7d]), 2, 'neither UTF-8 nor UTF-16'],
    ['half a character', utf16.subarray(0, -1), 2, 'neither UTF-8 nor UTF-16'],
  ])('a file that is %s is named, and not sent', async (_, bytes, code, message) => {
    const file = join(shell.folder, 'broken.json');
    const key = join(shell.folder, 'key.txt');
    writeFileSync(file, bytes);
    writeFileSync(key, 'key');
    const ran = await shell.run(`mapping graph AcDemo ${file} --url http://localhost:9 --token-file ${key}`);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(file);
    expect(ran.err).toContain(message);
    expect(ran.err).not.toContain('No answer');
  });

  it('standard input that is no JSON is named', async () => {
    const ran = await shell.run('mapping graph AcDemo -', 'half a fi');
    expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/^Standard input is not JSON/) });
  });

  test.each([
    ['no synchronization schema', '{}', 1, 'directories'],
    ['no JSON', 'half a fi', 1, 'JSON'],
  ])('a file that is %s is refused', async (_, content, code, message) => {
    const file = join(shell.folder, 'schema.json');
    writeFileSync(file, content);
    const ran = await shell.run(`mapping graph AcDemo ${file}`);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(message);
  });

  it('standard input cannot be the schema and the token', async () => {
    const line = 'mapping graph AcDemo - --url https://scim.example.test --token-file -';
    expect(await shell.run(line, '{}')).toMatchObject({ code: 2, out: '' });
  });

  it('a file that is not there is a wrong command line', async () => {
    expect((await shell.run('mapping graph AcDemo nowhere.json')).code).toBe(2);
  });
});
