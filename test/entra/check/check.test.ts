/** The check against the served endpoint, and the command in a process of its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { kissflowScim } from '../../../cli/program.ts';
import { runCheck } from '../../../entra/check/check.ts';
import { type CheckReport, checkText } from '../../../entra/check/report.ts';
import { runOn } from '../../terminal/terminal.ts';
import { named, type Service, SLOW, startService } from './service.ts';

const root = join(__dirname, '../../..');

let service: Service;

beforeAll(async () => {
  service = await startService();
}, 60_000);

afterAll(() => service.stop());

describe('against the served endpoint', () => {
  let report: CheckReport;
  beforeAll(async () => {
    report = await runCheck({
      ...service.connection,
      baseUrl: `${service.connection.baseUrl}/?aadOptscim062020`,
    });
  }, 60_000);

  it('nothing fails, and only https is skipped on this machine', () => {
    expect(named(report, 'failed').filter((name) => name !== SLOW)).toEqual([]);
    expect(named(report, 'skipped')).toEqual(['https']);
    expect(report.passed).toBe(true);
  });

  it('runs the 24 mandatory and 7 preview tests of the Validator', () => {
    const numbers = named(report, 'ok').flatMap((name) => /^(?:P\d|\d\d?)(?= (?!of))/.exec(name) ?? []);
    const preview = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'];
    const mandatory = Array.from({ length: 24 }, (_, index) => String(index + 1));
    expect(new Set(numbers)).toEqual(new Set([...mandatory, ...preview]));
  });

  it('writes all 31 paths that this account has in one PATCH', () => {
    const sent = report.results.find(({ name }) => name.startsWith('6 '))?.exchanges;
    expect(sent?.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'POST 201',
      'PATCH 200',
      'GET 200',
    ]);
  });

  it('leaves nothing behind', async () => {
    expect(report.leftBehind).toEqual([]);
    expect([await service.count('Users'), await service.count('Groups')]).toEqual([0, 0]);
  });

  it('the text is a table and a verdict', () => {
    const printed = checkText(report);
    expect(printed).toMatch(/^section +ok +failed +skipped\n/);
    expect(printed).toMatch(/Validator: users +12 +0 +0\n/);
    expect(printed).toMatch(/: PASSED \(failed: 0 mandatory, 0 preview, \d advice\)/);
    expect(printed).not.toContain(service.connection.token);
  });
});

describe('the command', () => {
  async function command(options: readonly string[], signal?: NodeJS.Signals) {
    const child = spawn(process.execPath, ['cli/main.ts', 'check', ...options], { cwd: root });
    if (signal) child.stderr.once('data', () => child.kill(signal));
    child.stdin.end(`${service.connection.token}\n`);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { stdout, stderr, code };
  }

  it('prints the report as JSON, the progress beside it, and exits 0 when it passed', async () => {
    const file = service.file;
    const { stdout, stderr, code } = await command(['--connection', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ baseUrl: service.connection.baseUrl, passed: true });
    expect(stderr).toContain('Validator: users: 12 of 12 checks run in');
    expect([code, (stdout + stderr).includes(service.connection.token)]).toEqual([0, false]);
  }, 60_000);

  it('takes the token from standard input, and exits 1 when it did not pass', async () => {
    const { stdout, code } = await command([
      '--base-url',
      `${service.connection.baseUrl}Unknown`,
      '--token-file',
      '-',
    ]);
    expect(stdout).toContain('FAILED (mandatory) Test Connection');
    expect(code).toBe(1);
  }, 60_000);

  it('ends early on SIGINT, leaves nothing behind and exits 1', async () => {
    const { stdout, code } = await command(['--connection', service.file], 'SIGINT');
    expect(stdout).toContain('the check was interrupted');
    expect([code, await service.count('Users'), await service.count('Groups')]).toEqual([1, 0, 0]);
  }, 60_000);

  it.each([
    [[]],
    [['--base-url', 'https://scim.example.com']],
    [['--connection', 'a.json', '--token-file', 'b']],
  ])('%j is a usage error', async (options) => {
    const { code, err } = await runOn(kissflowScim, ['check', ...options]);
    expect(code).toBe(2);
    expect(err).toContain('Give either --connection, or --base-url and --token-file.');
  });
});
