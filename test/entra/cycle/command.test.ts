/** Command line and connection files. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from '../../../entra/client/connection.ts';
import { type CycleArguments, cycleProgram } from '../../../entra/cycle/command.ts';
import { runOn } from '../../terminal/terminal.ts';

async function parsed(args: readonly string[], environment: Record<string, string> = {}) {
  let given: CycleArguments | undefined;
  const ran = await runOn(
    (terminal) =>
      cycleProgram(terminal, async (one) => {
        given = one;
      }),
    args,
    environment,
  );
  return { ...ran, given };
}

describe('arguments', () => {
  it('defaults: 200 users, 5 groups, both dialects, the connection file of DATA_DIR or .data', async () => {
    expect((await parsed([])).given).toEqual({
      users: 200,
      groups: 5,
      concurrency: 4,
      dialect: 'both',
      keep: false,
      connection: { file: join('.data', 'connection.json') },
    });
    expect((await parsed([], { DATA_DIR: '/data' })).given).toMatchObject({
      connection: { file: join('/data', 'connection.json') },
    });
  });

  it('--help shows the text, whose examples parse', async () => {
    const { code, out, given } = await parsed(['--help']);
    expect([code, given]).toEqual([0, undefined]);
    const examples = [...out.matchAll(/^ {2}npm run entra-cycle -- (.*)$/gm)].map((match) => match[1] ?? '');
    expect(examples).toHaveLength(2);
    for (const example of examples) expect((await parsed(example.split(' '))).given).toHaveProperty('users');
  });

  test.each([
    [['--token', 'secret'], /use --token-file/],
    [['--users', '0'], /--users .* takes a whole number from 1/],
    [['--concurrency', '1e2'], /--concurrency .* takes/],
    [['--dialect', 'okta'], /'okta' is invalid\. Allowed choices are default, flag, both/],
    [['--base-url', 'https://x'], /needs --token-file/],
    [['--token-file', 'x'], /needs --base-url/],
    [['--connection', 'a', '--base-url', 'b'], /either/],
    [['--bogus'], /--bogus/],
    [['word'], /word/],
  ])('%j is refused with advice', async (args, message) => {
    const { code, err, given } = await parsed(args);
    expect([code, given]).toEqual([2, undefined]);
    expect(err).toMatch(message);
  });
});

describe('connection files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entra-cycle-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => {
    const file = join(folder, 'connection.json');
    writeFileSync(file, text);
    return file;
  };

  it('reads the connection file, or a Base URL and a file with the token', () => {
    const connection = { baseUrl: 'http://localhost:1/scim/v2/A', token: 'kfs_1' };
    expect(readConnection({ file: write(JSON.stringify(connection)) })).toEqual(connection);
    expect(readConnection({ baseUrl: connection.baseUrl, tokenFile: write('kfs_1\n') })).toEqual(connection);
  });

  test.each([
    ['not JSON', /is not JSON/],
    ['[]', /must hold the texts/],
    ['{"baseUrl":"http://x","token":1}', /must hold the texts/],
    ['{"baseUrl":"ftp://x","token":"t"}', /http or https address, not "ftp:/],
    ['{"baseUrl":"http://x","token":"sec\\nret"}', /^(?!.*sec).*does not hold a token on one line/s],
  ])('%j is refused with advice that shows no token', (text, message) => {
    expect(() => readConnection({ file: write(text) })).toThrow(message);
  });

  it('a missing file advises to start the endpoint', () => {
    expect(() => readConnection({ file: join(folder, 'none') })).toThrow(/npm start.*ENOENT/);
  });
});
