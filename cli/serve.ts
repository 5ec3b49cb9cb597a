/** `npm start`, after the build: the functions in dist/main.cjs on this machine, with a demo account to try them on. */

import { commandLine, main } from '../terminal/program.ts';
import { withServeOptions } from './commands/serve.ts';
import { serve } from './local-host/serve.ts';

await main((terminal) =>
  withServeOptions(
    commandLine('node cli/serve.ts', terminal).description(
      'Run the endpoint that was built on this machine; the first start creates a demo account',
    ),
  ).action(serve),
);
