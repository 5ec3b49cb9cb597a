/** `npm run resolve-stack`: a stack from the log of a deployed package, in terms of the sources. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { misused } from '../terminal/command-error.ts';
import { commandLine, main } from '../terminal/program.ts';
import { resolveStack } from './package/resolve-stack.ts';

/** @throws CommandError that says what to build */
function mapOf(folder: string, bundle: string): string {
  const file = join(folder, `${bundle}.map`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw misused(
    `${file} is not there: build the commit that was deployed (npm run package), or name the folder with --maps.`,
  );
}

await main((terminal) =>
  commandLine('npm run --silent resolve-stack --', terminal)
    .description('Put the places of the sources into a logged stack, which comes from standard input')
    .option('--maps <folder>', 'the source maps that "npm run package" made of the deployed commit', 'dist')
    .action(async ({ maps }: { readonly maps: string }) => {
      const logged = await terminal.readInput();
      terminal.print(resolveStack(logged, (bundle) => mapOf(maps, bundle)).replace(/\n$/, ''));
    })
    .addHelpText('after', '\nExample:\n  npm run --silent resolve-stack -- --maps dist < stack.txt'),
);
