/** `npm run contract`: the store's contract suite against a Cosmos DB endpoint, and what it charges for each operation. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from 'commander';
import { failed } from '../terminal/command-error.ts';
import { commandLine, main } from '../terminal/program.ts';

interface ContractOptions {
  readonly endpoint: string;
  readonly key?: string;
  readonly database: string;
}

const EPILOGUE = `
It ends with the request units of each operation beside those of the model (docs/cosmos.md).
A real account takes no key: sign in with \`az login\`, have a data role on the database, and
make a database for this alone, with the container \`resources\` as infra/ makes it.
For an emulator with a certificate of its own: NODE_EXTRA_CA_CERTS=emulator.pem npm run contract -- …
Exit code: 0 when the endpoint keeps the contract, 1 when not, 2 for wrong arguments.`;

const fromRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

function address(text: string): string {
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError('It takes an address such as https://localhost:8081.');
}

/** @throws CommandError when the endpoint does not keep the contract */
async function contract({ endpoint, key, database }: ContractOptions): Promise<void> {
  const jest = spawn(
    process.execPath,
    [fromRoot('node_modules/jest/bin/jest.js'), '--config', fromRoot('jest.contract.config.js')],
    {
      cwd: fromRoot('.'),
      stdio: 'inherit',
      env: {
        ...process.env,
        CONTRACT_ENDPOINT: endpoint,
        CONTRACT_KEY: key ?? '',
        CONTRACT_DATABASE: database,
      },
    },
  );
  const [code] = await once(jest, 'exit');
  if (code !== 0) throw failed();
}

await main((terminal) =>
  commandLine('npm run contract --', terminal)
    .description("Run the store's contract suite against a Cosmos DB endpoint")
    .requiredOption(
      '--endpoint <url>',
      'of an emulator on this machine, such as https://localhost:8081, or of an account',
      address,
    )
    .option('--key <key>', "of an emulator; every emulator's is public")
    .option('--database <name>', 'created when missing, kept afterwards', 'scim-contract')
    .action(contract)
    .addHelpText('after', EPILOGUE),
);
