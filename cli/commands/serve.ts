/** `kissflow-scim serve`: what `npm start` does, from any folder. */

import { resolve } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../../terminal/options.ts';

interface ServeOptions {
  readonly port?: number;
  readonly dataDir?: string;
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Build the endpoint and run it on this machine; the first start creates a demo account')
    .option('--port <port>', 'where it listens (default: PORT, or 7071)', wholeNumber)
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR, or .data)')
    .action(serve)
    .addHelpText('after', examples('serve', 'serve --port 7072 --data-dir /var/lib/kissflow-scim'));
}

/** cli/serve.ts reads the environment, and its failures are its own to explain. */
async function serve({ port, dataDir }: ServeOptions): Promise<void> {
  process.env.INIT_CWD ??= process.cwd();
  process.env.DATA_DIR = resolve(dataDir || process.env.DATA_DIR || '.data');
  if (port !== undefined) process.env.PORT = String(port);
  chdir(fileURLToPath(new URL('../..', import.meta.url)));
  await import('../build.ts');
  if (!process.exitCode) await import('../serve.ts');
}
