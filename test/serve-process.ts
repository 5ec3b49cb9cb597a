/** cli/serve.ts, what `npm start` runs after its build, in a process of its own. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** `npm test` has just built it; jest alone takes what is there. */
export function requireBundle(): void {
  if (
    !['main', 'served', 'ajv', 'application-insights'].every((name) =>
      existsSync(join(root, `dist/${name}.cjs`)),
    )
  )
    execFileSync(process.execPath, ['cli/build.ts'], { cwd: root });
}

export function startServe(environment: Record<string, string>, options: readonly string[] = []) {
  // Without SystemRoot Windows opens no sockets.
  const { PATH, SystemRoot } = process.env;
  const env = { PATH, ...(SystemRoot ? { SystemRoot } : {}), ...environment };
  const child = spawn(process.execPath, ['cli/serve.ts', ...options], { cwd: root, env });
  const exit = once(child, 'exit').then(([code]) => code);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      printed[name] += chunk;
    });
  }
  const ready = async () => {
    while (!printed.stdout.includes('curl')) {
      if (child.exitCode !== null) throw new Error(`It ended: ${printed.stderr}`);
      await Promise.race([once(child.stdout, 'data'), exit]);
    }
  };
  return { child, exit, printed, ready };
}
