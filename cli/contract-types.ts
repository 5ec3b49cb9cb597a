/** `npm run contract:types`: portal/api/manage-api.ts from the OpenAPI document. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandLine, main } from '../terminal/program.ts';
import { contractTypes } from './manage/contract-types.ts';

await main((terminal) =>
  commandLine('npm run contract:types --', terminal)
    .description('Write the types of the manage API that the portal is checked against')
    .action(() => {
      const file = fileURLToPath(new URL('../portal/api/manage-api.ts', import.meta.url));
      writeFileSync(file, contractTypes());
      terminal.print(`${file}: written`);
    }),
);
