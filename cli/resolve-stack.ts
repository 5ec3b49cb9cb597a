/** `npm run resolve-stack`: a stack from the log of a deployed package, in terms of the sources. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { resolveStack } from './package/resolve-stack.ts';

const HELP = `Puts the places of the sources into a logged stack.

Usage: npm run --silent resolve-stack -- [--maps FOLDER] < stack.txt

  --maps FOLDER   the source maps that "npm run package" made of the deployed commit (default dist)
  --help          this text`;

try {
  const { maps, help } = parseArgs({
    options: { maps: { type: 'string', default: 'dist' }, help: { type: 'boolean', default: false } },
  }).values;
  if (help) console.log(HELP);
  else process.stdout.write(resolveStack(await text(process.stdin), (bundle) => mapOf(maps, bundle)));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 2;
}

function mapOf(folder: string, bundle: string): string {
  const file = join(folder, `${bundle}.map`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(
    `${file} is not there: build the commit that was deployed (npm run package), or name the folder`,
  );
}
