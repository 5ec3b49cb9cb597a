/** A local host as a child process, for tests: what it prints, where it listens, how it ends. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../cli/local-host/bundle.ts';

export interface RunningHost {
  readonly process: ChildProcess;
  readonly port: number;
  output(): string;
  /** Resolves when the output contains `text`. */
  printed(text: string): Promise<void>;
  /** @returns exit code */
  ended(): Promise<number | null>;
}

/** A directory with the bundled fixture app and its host.json; `remove` it when done. */
export async function buildFixture(http: object) {
  const directory = mkdtempSync(join(tmpdir(), 'local-host-'));
  await bundle(join(__dirname, 'echo-app.ts'), join(directory, 'app.cjs'));
  writeFileSync(join(directory, 'host.json'), JSON.stringify({ version: '2.0', extensions: { http } }));
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

export type Way = 'direct' | 'stream';

/** @param way of a request to its function: called by the host, or through the stream server of Azure's library */
export async function runHost(directory: string, way: Way): Promise<RunningHost> {
  const files = ['app.cjs', 'host.json'].map((name) => join(directory, name));
  const child = spawn(process.execPath, [join(__dirname, 'run.ts'), way, ...files]);
  const exit = once(child, 'exit');
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const printed = async (wanted: string) => {
    while (!text.includes(wanted)) {
      if (child.exitCode !== null) throw new Error(`The host ended: ${text}`);
      await Promise.race([once(child.stdout, 'data'), exit]);
    }
  };
  await printed('serves port ');
  const port = Number(/serves port (\d+)/.exec(text)?.[1]);
  const ended = async () => {
    await exit;
    return child.exitCode;
  };
  return { process: child, port, output: () => text, printed, ended };
}
