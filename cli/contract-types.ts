/** `npm run contract:types`: shared/manage/contract/manage-api.ts from the OpenAPI document. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandLine, main } from '../terminal/program.ts';
import { contractTypes } from './manage/contract-types.ts';

await main((terminal) =>
  commandLine('npm run contract:types --', terminal)
    .description('Write the types of the manage API that the portal and the command line are checked against')
    .action(() => {
      const file = fileURLToPath(new URL('../shared/manage/contract/manage-api.ts', import.meta.url));
      writeFileSync(file, contractTypes());
      terminal.print(`${file}: written`);
    }),
);
