/** Command line and connection files. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from '../../../entra/client/connection.ts';
import { HELP, parseArguments } from '../../../entra/cycle/arguments.ts';

describe('arguments', () => {
  it('defaults: 200 users, 5 groups, both dialects, the connection file of DATA_DIR or .data', () => {
    expect(parseArguments([], undefined)).toEqual({
      users: 200,
      groups: 5,
      concurrency: 4,
      dialect: 'both',
      keep: false,
      connection: { file: join('.data', 'connection.json') },
    });
    expect(parseArguments([], '/data')).toMatchObject({
      connection: { file: join('/data', 'connection.json') },
    });
  });

  it('--help shows the text, whose examples parse', () => {
    expect(parseArguments(['--help'], undefined)).toBe('help');
    const examples = [...HELP.matchAll(/^ {2}npm run entra-cycle -- (.*)$/gm)].map((match) => match[1] ?? '');
    expect(examples).toHaveLength(2);
    for (const example of examples)
      expect(parseArguments(example.split(' '), undefined)).toHaveProperty('users');
  });

  test.each([
    [['--token', 'secret'], /use --token-file/],
    [['--users', '0'], /--users takes a whole number from 1/],
    [['--concurrency', '1e2'], /--concurrency takes/],
    [['--dialect', 'okta'], /default, flag or both, not "okta"/],
    [['--base-url', 'https://x'], /needs --token-file/],
    [['--token-file', 'x'], /needs --base-url/],
    [['--connection', 'a', '--base-url', 'b'], /either/],
    [['--bogus'], /--bogus/],
    [['word'], /word/],
  ])('%j is refused with advice', (args, message) => {
    expect(() => parseArguments(args, undefined)).toThrow(message);
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
