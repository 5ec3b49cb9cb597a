/** `kissflow-scim serve`: what `npm start` does, from any folder. */

import { resolve } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { examples, wholeNumberFrom } from '../../terminal/options.ts';
import { buildApp } from '../local-host/bundle.ts';
import { type ServeOptions, serve } from '../local-host/serve.ts';

export const withServeOptions = (command: Command): Command =>
  command
    .option('--port <port>', 'where it listens (default: PORT, or 7071)', wholeNumberFrom(0, 65_535))
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR, or .data)')
    .option('--demo-data', 'fill the demo account with forty people and a week of log, if it has nobody');

export function addServe(program: Command): void {
  withServeOptions(program.command('serve'))
    .description('Build the endpoint and run it on this machine; the first start creates a demo account')
    .action(buildAndServe)
    .addHelpText(
      'after',
      examples('serve', 'serve --demo-data', 'serve --port 7072 --data-dir /var/lib/kissflow-scim'),
    );
}

async function buildAndServe({ port, dataDir, demoData }: ServeOptions): Promise<void> {
  process.env.INIT_CWD ??= process.cwd();
  const absolute = resolve(dataDir || process.env.DATA_DIR || '.data');
  chdir(fileURLToPath(new URL('../..', import.meta.url)));
  console.log(await buildApp());
  await serve({ port, dataDir: absolute, demoData });
}
