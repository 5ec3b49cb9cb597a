/** The log of `npm start`: written in groups, for people on a terminal, as JSON for programs. */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { groupedLog, readableLine } from '../../cli/local-host/log.ts';
import { isWindows, STOPPED } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

const AT = new Date(2026, 0, 31, 11, 23, 47).getTime();

function stage(isTTY = false) {
  const written = { out: [] as string[], err: [] as string[] };
  const sink = (name: 'out' | 'err') => ({ isTTY, write: (text: string) => void written[name].push(text) });
  return { written, ...groupedLog(sink('out'), sink('err'), () => AT) };
}

const request = { event: 'scim.request', operation: 'Users.PATCH', status: 200, milliseconds: 3 };

describe('lines are written in groups', () => {
  it('those of one turn of the event loop at its end, together', async () => {
    const { written, log } = stage();
    log({ event: 'a' });
    log({ event: 'b' });
    expect(written.out).toEqual([]);
    await nextTurn();
    expect(written.out).toEqual(['{"event":"a"}\n{"event":"b"}\n']);
    log({ event: 'c' });
    await nextTurn();
    expect(written.out).toHaveLength(2);
  });

  it('a large group at once', () => {
    const { written, log } = stage();
    log({ text: 'x'.repeat(70_000) });
    expect(written.out).toHaveLength(1);
  });

  it('warnings and errors to the stream for errors', async () => {
    const { written, log } = stage();
    for (const status of [200, 429, 501, 503]) log({ event: 'scim.request', status });
    await nextTurn();
    const statuses = (lines: readonly string[]) => lines.join('').match(/\d{3}/g);
    expect([statuses(written.out), statuses(written.err)]).toEqual([
      ['200', '501'],
      ['429', '503'],
    ]);
  });

  it('what is left when the process is about to end', () => {
    const { written, log, flush } = stage();
    log({ event: 'last' });
    flush();
    flush();
    expect(written.out).toEqual(['{"event":"last"}\n']);
  });
});

describe('on a terminal', () => {
  it.each([
    [request, '11:23:47 PATCH Users 200 3 ms'],
    [{ ...request, status: 400, scimType: 'invalidPath' }, '11:23:47 PATCH Users 400 3 ms: invalidPath'],
    [
      { ...request, status: 400, scimType: 'invalidPath', code: 'unknown-attribute' },
      '11:23:47 PATCH Users 400 3 ms: unknown-attribute',
    ],
    [{ ...request, status: 404 }, '11:23:47 PATCH Users 404 3 ms: Not Found'],
    [{ ...request, status: 500, cause: 'TypeError' }, '11:23:47 PATCH Users 500 3 ms: TypeError'],
    [{ ...request, event: 'manage.request', operation: 'getLog' }, '11:23:47 getLog 200 3 ms'],
    [{ event: 'token.expires', account: 'A', daysLeft: 3 }, '11:23:47 token.expires account=A daysLeft=3'],
    [{ event: 'scim.failure', message: undefined, cause: 'Error' }, '11:23:47 scim.failure cause=Error'],
  ])('%j', (line, text) => {
    expect(readableLine(line, AT)).toBe(text);
  });

  it('is where they are readable; elsewhere they are JSON', async () => {
    const [terminal, pipe] = [stage(true), stage()];
    terminal.log(request);
    pipe.log(request);
    await nextTurn();
    expect(terminal.written.out).toEqual(['11:23:47 PATCH Users 200 3 ms\n']);
    expect(JSON.parse(pipe.written.out.join(''))).toEqual(request);
  });
});

describe('the last lines of a process are written', () => {
  const host = JSON.stringify(join(import.meta.dirname, '../../cli/local-host/host.ts'));
  const logModule = JSON.stringify(join(import.meta.dirname, '../../cli/local-host/log.ts'));
  const script = (end: string) => [
    '--input-type=module',
    '-e',
    `import { stopOnSignals } from ${host}; import { processLog } from ${logModule};
     stopOnSignals(async () => {}); setInterval(() => {}, 1000);
     const log = processLog(); log({ event: 'first' }); ${end}`,
  ];

  it('when it ends by itself', () => {
    const printed = execFileSync(process.execPath, script('process.exit(0)'), { encoding: 'utf8' });
    expect(printed).toBe('{"event":"first"}\n');
  });

  it('when an error ends it that nothing catches', () => {
    const { stdout, status } = spawnSync(process.execPath, script('throw new Error("crash")'), {
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['{"event":"first"}\n', 1]);
  });

  (isWindows ? it.skip : it).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const end = 'setInterval(() => log({ event: "later" }), 1);';
    const child = spawn(process.execPath, script(end));
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(printed).toMatch(/^\{"event":"first"\}\n(\{"event":"later"\}\n)*$/);
  });
});

it('a reader that goes away ends the log, not the service', async () => {
  requireBundle();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const { child, exit, ready } = startServe({ DATA_DIR: folder, PORT: '0' });
  await ready();
  const { baseUrl } = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
  child.stdout.destroy();
  child.stderr.destroy();
  for (let count = 0; count < 3; count += 1) expect((await fetch(`${baseUrl}/Users`)).status).toBe(401);
  child.kill('SIGTERM');
  expect(await exit).toBe(STOPPED);
  rmSync(folder, { recursive: true });
});
