/** `npm run build`: functions/main.ts and everything it needs -> dist/main.cjs. */

import { statSync } from 'node:fs';
import { bundle } from './local-host/bundle.ts';

const outfile = 'dist/main.cjs';
const start = performance.now();
try {
  await bundle('functions/main.ts', outfile);
  const kilobytes = Math.round(statSync(outfile).size / 1024);
  console.log(`${outfile}: ${kilobytes} KB in ${Math.round(performance.now() - start)} ms`);
} catch {
  // esbuild has printed what is wrong, with its place.
  process.exitCode = 1;
}
