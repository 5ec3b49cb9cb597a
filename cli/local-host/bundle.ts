/** The deployable: one minified CommonJS file, with its source map and the licences of what it contains beside it. */

import { build } from 'esbuild';

export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // Provided by the worker (or the local host) that loads the bundle.
    external: ['@azure/functions-core'],
    sourcemap: 'external',
    legalComments: 'external',
    logLevel: 'warning',
  });
}
