import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { upload } from '../../../cli/archive/upload.ts';
import { type ManageClient, manageClient, RefusedCall } from '../../../cli/manage/manage-client.ts';
import { answerFetch } from '../../../functions/runtime/fetch.ts';
import type { CallerCheck } from '../../../shared/manage/callers/caller.ts';
import { manageEndpoint } from '../../../shared/manage/manage-endpoint.ts';
import { OWNER_ONLY } from '../../platform.ts';
import { EXTENSION, ORIGIN, openShell } from './shell.ts';

type Shell = Awaited<ReturnType<typeof openShell>>;

let shell: Shell;
let other: Shell;
const file = (name: string) => join(shell.folder, name);

const linesOf = (name: string) => readFileSync(file(name), 'utf8').trimEnd().split('\n');

/** The export with some lines changed. */
function edited(name: string, edit: (lines: string[]) => string[]): string {
  writeFileSync(file(name), `${edit(linesOf('demo.jsonl')).join('\n')}\n`);
  return file(name);
}

beforeAll(async () => {
  [shell, other] = [await openShell(), await openShell()];
  await shell.createUser({
    userName: 'ann@example.com',
    title: 'Boss',
    [EXTENSION]: { Cost_Rate: 12.5, Remote: true },
  });
  for (let n = 0; n < 450; n += 1) await shell.createUser({ userName: `user${n}@example.com` });
  await shell.run(`export AcDemo --out ${file('demo.jsonl')}`);
});

afterAll(() => {
  shell.remove();
  other.remove();
});

describe('export', () => {
  it('writes lines of JSON that begin with the account and end with their number', async () => {
    const records = linesOf('demo.jsonl').map((line) => JSON.parse(line));
    expect(records).toHaveLength(453);
    expect(records[0]).toMatchObject({ record: 'account', format: 1, account: { id: 'AcDemo' } });
    expect(records[1]).toMatchObject({
      record: 'user',
      attributes: { userName: 'ann@example.com', title: 'Boss' },
      fields: { Cost_Rate: '12.5', Remote: true },
    });
    expect(records.at(-1)).toEqual({ record: 'end', users: 451, groups: 0, memberships: 0 });
  });

  it('is for its owner only, shows how far it is, and replaces a file with --force only', async () => {
    expect(statSync(file('demo.jsonl')).mode & 0o777).toBe(OWNER_ONLY);
    writeFileSync(file('there.jsonl'), 'mine');
    const kept = await shell.run(`export AcDemo --out ${file('there.jsonl')}`);
    expect(kept).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--force') });
    expect(linesOf('there.jsonl')).toEqual(['mine']);
    const forced = await shell.run(`export AcDemo --out ${file('there.jsonl')} --force`);
    expect(forced).toMatchObject({ code: 0, err: 'export: 452/452\n' });
    expect(forced.out).toMatch(/file +\S+there\.jsonl\nusers +451\ngroups +0\nmemberships +0\n/);
    expect(linesOf('there.jsonl').slice(1)).toEqual(linesOf('demo.jsonl').slice(1));
  });

  it('without --out prints the lines, and nothing else, on standard output', async () => {
    const { out, err } = await shell.run('export AcDemo');
    expect(out.trimEnd().split('\n').slice(1)).toEqual(linesOf('demo.jsonl').slice(1));
    expect(err).toContain('451 users, 0 groups, 0 memberships.');
  });

  it('of an unknown account leaves no file, nor half of one', async () => {
    const { code, err } = await shell.run(`export Nope --out ${file('nope.jsonl')}`);
    expect([code, err]).toEqual([1, expect.stringContaining('Nope')]);
    expect(readdirSync(shell.folder).filter((name) => name.includes('nope'))).toEqual([]);
  });
});

describe('import', () => {
  it('into another service makes the account and all it holds; again it changes nothing', async () => {
    const imported = await other.run(`import AcCopy ${file('demo.jsonl')}`);
    expect(imported).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^import: 452\/452\nTokens are not part .* token create .* Restart provisioning\.\n$/,
      ),
    });
    expect(imported.out).toMatch(/created +452\nthere already +0\nrefused +0\n/);
    const again = await other.json(`import AcCopy ${file('demo.jsonl')}`);
    expect(again).toEqual({ notes: [], created: 0, unchanged: 452, refused: [] });
    const { users } = await other.json('users AcCopy --search ann');
    expect(users).toMatchObject([{ designation: 'Boss', fields: { Cost_Rate: '12.5', Remote: true } }]);
    const { out } = await other.run('export AcCopy');
    expect(out.trimEnd().split('\n').slice(1)).toEqual(linesOf('demo.jsonl').slice(1));
  });

  it('keeps characters that others take for line ends (U+2028, U+2029)', async () => {
    const title = 'a\u2028b\u2029c\u0085d';
    const record = {
      ...JSON.parse(linesOf('demo.jsonl')[1] ?? ''),
      fields: {},
      attributes: { userName: 'odd', title },
    };
    const name = edited('odd.jsonl', ([head = '']) => [
      head,
      JSON.stringify(record),
      '{"record":"end","users":1,"groups":0,"memberships":0}',
    ]);
    expect(await other.run(`import AcOdd ${name}`)).toMatchObject({ code: 0 });
    expect((await other.json('users AcOdd')).users).toMatchObject([{ designation: title }]);
    await other.run(`export AcOdd --out ${file('odd-again.jsonl')}`);
    expect(await other.run(`import AcOddAgain ${file('odd-again.jsonl')}`)).toMatchObject({ code: 0 });
    expect((await other.json('users AcOddAgain')).users).toMatchObject([{ designation: title }]);
  });

  it('takes standard input, with any line ends and empty lines', async () => {
    const text = linesOf('demo.jsonl').join('\r\n\r\n');
    expect(await other.run('import AcPiped -', text)).toMatchObject({ code: 0 });
    const both = await other.run('import AcPiped - --url http://localhost:1 --token-file -', text);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('cannot be both') });
  });

  it('takes what Windows PowerShell writes, and no other encoding', async () => {
    const text = readFileSync(file('demo.jsonl'), 'utf8');
    writeFileSync(file('utf16.jsonl'), `\ufeff${text}`, 'utf16le');
    expect(await other.run(`import AcWindows ${file('utf16.jsonl')}`)).toMatchObject({ code: 0 });
    expect((await other.json('users AcWindows')).totalResults).toBe(451);
    writeFileSync(file('latin1.jsonl'), text.replace('Demo', 'D\u00e9mo'), 'latin1');
    const { code, err } = await other.run(`import AcLatin ${file('latin1.jsonl')}`);
    expect([code, err]).toEqual([2, expect.stringContaining('neither UTF-8 nor UTF-16 text')]);
  });

  it('names the lines that are refused, and imports the others', async () => {
    const name = edited('wrong.jsonl', (lines) => {
      lines[2] = String(lines[2]).replace(/"userName":"[^"]+"/, '"userName":""');
      lines[302] = String(lines[302]).replace('"attributes"', '"atributes"');
      return lines;
    });
    const { code, out, err } = await other.run(`import AcWrong ${name}`);
    expect(code).toBe(1);
    expect(out).toMatch(/created +450\nthere already +0\nrefused +2\n/);
    expect(err).toMatch(
      /LINE +WHY\n3 +userName must be .* and not blank;.*\n303 +\S+ is (missing|not known)/,
    );
    expect(err).toContain('run the command again');
    const { refused } = await other.json(`import AcWrong ${name}`);
    expect(refused.map(({ line }: { line: number }) => line)).toEqual([3, 303]);
  });

  it('into an account that lacks a field of the file imports nothing, and names the field', async () => {
    await other.run('account create AcBare --name Bare');
    const { code, out, err } = await other.run(`import AcBare ${file('demo.jsonl')}`);
    expect([code, out]).toEqual([1, expect.stringMatching(/created +0\nthere already +0\nrefused +1\n/)]);
    expect(err).toContain('Department (text)');
    expect((await other.json('users AcBare')).totalResults).toBe(0);
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ['cut off', (lines) => lines.slice(0, 100), 'has no end record, so it was cut off'],
    [
      'cut off within a line',
      (lines) => [...lines.slice(0, 2), '{"record":"us'],
      'line 3: this is not a JSON',
    ],
    ['that lost a line', (lines) => lines.toSpliced(5, 1), 'is not whole'],
    ['with a line too many', (lines) => [...lines, '{}'], 'line 454: nothing comes after the end'],
    ['of another kind', () => ['{"schemas":[]}'], 'line 1: an export begins with the account'],
    ['that is empty', () => [], 'is empty'],
    [
      'with a line that is too long',
      (lines) => [...lines, `"${'x'.repeat(1_000_001)}"`],
      'line 454: 1000003 bytes',
    ],
  ])('a file %s: nothing is sent', async (_, edit, message) => {
    const { code, out, err } = await other.run(`import AcNever ${edited('bad.jsonl', edit)}`);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(message)]);
    expect((await other.json('account list')).accounts).not.toContainEqual(
      expect.objectContaining({ id: 'AcNever' }),
    );
  });

  it('a file that is not there is a wrong command line', async () => {
    expect(await other.run(`import AcNever ${file('none.jsonl')}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT'),
    });
  });
});

describe('an import while the service is busy', () => {
  const local: CallerCheck = async () => ({ id: 'test', role: 'SuperAdmin', from: 'command-line' });
  const manage = () => {
    const endpoint = manageEndpoint({ ...other.services, callers: [local] });
    return manageClient(ORIGIN, (request) => {
      request.headers.set('authorization', 'Bearer x');
      return answerFetch(endpoint, request);
    });
  };
  const busy = (status: number) =>
    new RefusedCall(new Response(null, { status, headers: { 'retry-after': '0' } }), '{"title":"Busy"}');
  /** Answers so at the calls with these numbers. */
  const failingAt = (numbers: readonly number[], status: number): ManageClient => {
    const inner = manage();
    let calls = 0;
    return async (...call) => {
      calls += 1;
      if (numbers.includes(calls)) throw busy(status);
      return inner(...call);
    };
  };
  async function* lines() {
    for (const [index, text] of linesOf('demo.jsonl').entries()) yield { number: index + 1, text };
  }

  it.each([429, 502, 503, 504])('%i: it is asked again', async (status) => {
    const done: number[] = [];
    const account = `AcBusy${status}`;
    const uploaded = await upload(failingAt([1, 3, 4], status), account, lines(), (count) =>
      done.push(count),
    );
    expect(uploaded).toEqual({ notes: [], created: 452, unchanged: 0, refused: [] });
    expect(done).toEqual([1, 200, 200, 51]);
  });

  it('another instance that does not see the new account yet is asked again', async () => {
    const uploaded = await upload(failingAt([2], 404), 'AcYoung', lines(), () => {});
    expect(uploaded).toMatchObject({ created: 452, refused: [] });
    await expect(upload(failingAt([1], 404), 'AcYounger', lines(), () => {})).rejects.toThrow('(404)');
  });

  it('for long, or for good: says where it ended, and that it can be repeated', async () => {
    const always = upload(failingAt([2, 3, 4, 5, 6, 7], 503), 'AcGone', lines(), () => {});
    await expect(always).rejects.toThrow(
      /Busy \(503\)\nThe import ended before line 2\. Run the command again/,
    );
    const denied = upload(failingAt([3], 403), 'AcGone', lines(), () => {});
    await expect(denied).rejects.toThrow(/Busy \(403\)\nThe import ended before line 202/);
  });
});
