/** `npm run build`: functions/main.ts and everything it needs -> dist/main.cjs, and what it loads later beside it. */

import { commandLine, main } from '../terminal/program.ts';
import { buildApp } from './local-host/bundle.ts';

await main((terminal) =>
  commandLine('npm run build --', terminal)
    .description('Bundle the functions into dist')
    .action(async () => terminal.print(await buildApp())),
);
