#!/usr/bin/env node
/** Starts cli/main.ts under the project's own Node, whatever Node the machine has. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const { platform, arch, versions } = process;
/** A package of the lock file, with the program in it; there is none for macOS, where the machine's Node has to do. */
const own = fromRoot(
  platform === 'win32'
    ? `node_modules/node-win-${arch}/bin/node.exe`
    : `node_modules/node-${platform}-${arch}/bin/node`,
);

if (existsSync(own)) start(own);
else if (Number.parseInt(versions.node, 10) >= 24) start(process.execPath);
else {
  console.error(`kissflow-scim: its own Node is missing: run npm ci in ${fromRoot('')}, or install Node 24`);
  process.exitCode = 1;
}

function start(executable) {
  const child = spawn(executable, [fromRoot('cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
