/** `npm run build`: functions/main.ts and everything it needs -> dist/main.cjs, and what it loads later beside it. */

import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleApp, FILES } from './local-host/bundle.ts';

const start = performance.now();
try {
  await bundleApp(resolve('.'), resolve('dist'));
  const sizes = Object.values(FILES).map((file) => `dist/${file}: ${kilobytes(join('dist', file))} KB`);
  console.log(`${sizes.join(', ')}, in ${Math.round(performance.now() - start)} ms`);
} catch {
  // esbuild has printed what is wrong, with its place.
  process.exitCode = 1;
}

function kilobytes(file: string): number {
  return Math.round(statSync(file).size / 1024);
}
