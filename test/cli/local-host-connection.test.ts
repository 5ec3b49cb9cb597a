import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announcement, readOwnConnection, writeConnection } from '../../cli/local-host/connection.ts';
import { isWindows, OWNER_ONLY } from '../platform.ts';

const connection = { baseUrl: 'http://localhost:7071/scim/v2/AcDemo', token: 'kfs_AcDemo_1_x_y' };
let parent: string;
let data: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'connection-'));
  data = join(parent, '.data');
});

afterEach(() => rmSync(parent, { recursive: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

describe('the connection files', () => {
  it('are for their owner only, folder and all, and leave no temporary file', () => {
    writeConnection(data, connection);
    expect(readdirSync(data).sort()).toEqual(['connection.json', 'curl.conf']);
    expect([data, join(data, 'connection.json'), join(data, 'curl.conf')].map(mode)).toEqual([
      isWindows ? 0o666 : 0o700,
      OWNER_ONLY,
      OWNER_ONLY,
    ]);
  });

  it('replace what was there, its mode too', () => {
    writeConnection(data, { ...connection, token: 'old' });
    writeFileSync(join(parent, 'open'), '', { mode: 0o644 });
    rmSync(join(data, 'curl.conf'));
    writeFileSync(join(data, 'curl.conf'), 'old', { mode: 0o644 });
    writeConnection(data, connection);
    expect(mode(join(data, 'curl.conf'))).toBe(OWNER_ONLY);
    expect(readOwnConnection(data)).toEqual(connection);
  });

  it('are left alone when nothing has changed, so that a read-only disk stops no start', () => {
    writeConnection(data, connection);
    const before = readdirSync(data).map((name) => statSync(join(data, name)));
    writeConnection(data, connection);
    const after = readdirSync(data).map((name) => statSync(join(data, name)));
    expect(after.map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(
      before.map(({ ino, mtimeMs }) => [ino, mtimeMs]),
    );
  });

  it('a write that fails leaves no temporary file', () => {
    mkdirSync(join(data, 'connection.json', 'in the way'), { recursive: true });
    expect(() => writeConnection(data, connection)).toThrow(
      expect.objectContaining({ path: join(data, 'connection.json') }),
    );
    expect(readdirSync(data).sort()).toEqual(['connection.json', 'curl.conf']);
  });

  it('curl.conf is one quoted header, as curl reads it', () => {
    writeConnection(data, { ...connection, token: 'a"b\\c' });
    expect(readFileSync(join(data, 'curl.conf'), 'utf8')).toBe(
      'header = "Authorization: Bearer a\\"b\\\\c"\n',
    );
  });

  it('none yet: undefined', () => {
    expect(readOwnConnection(data)).toBeUndefined();
  });

  it.each(['{}', '{"baseUrl":"x","token":1}', 'null', '[]'])('%s is refused by name', (text) => {
    writeFileSync(join(parent, 'connection.json'), text);
    expect(() => readOwnConnection(parent)).toThrow(join(parent, 'connection.json'));
  });

  it('half a file is refused by name', () => {
    writeFileSync(join(parent, 'connection.json'), '{"baseUrl":');
    expect(() => readOwnConnection(parent)).toThrow(join(parent, 'connection.json'));
  });
});

describe('the line to paste', () => {
  it.each([
    ['/srv', '/srv/.data', "curl -K .data/curl.conf 'http"],
    ['/', '/srv/.data', "curl -K srv/.data/curl.conf 'http"],
    ['/elsewhere', '/srv/.data', "curl -K /srv/.data/curl.conf 'http"],
    ['/srv', '/srv/my data', "curl -K 'my data/curl.conf' 'http"],
    ['/srv', "/srv/it's $HOME", "curl -K 'it'\\''s $HOME/curl.conf' 'http"],
    ['/srv', '/srv/-x', "curl -K ./-x/curl.conf 'http"],
  ])('from %s with data in %s: %s', (from, dataDir, line) => {
    expect(announcement(connection, dataDir, from)).toContain(
      `${line}://localhost:7071/scim/v2/AcDemo/Users?count=1'`,
    );
  });

  it('the token is not shown', () => {
    expect(announcement(connection, '/srv/.data', '/srv')).not.toContain(connection.token);
  });
});
