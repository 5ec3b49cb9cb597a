/** `npm run contract`: the store's contract suite against a Cosmos DB endpoint on this machine, such as an emulator. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Runs the store's contract suite against a Cosmos DB endpoint.

Usage: npm run contract -- --endpoint URL --key KEY [--database NAME]

  --endpoint URL    of an emulator on this machine, such as https://localhost:8081
  --key KEY         its key; every emulator's is public
  --database NAME   created when missing, kept afterwards (default scim-contract)
  --help            this text

For an emulator with a certificate of its own: NODE_EXTRA_CA_CERTS=emulator.pem npm run contract -- …
Exit code: 0 when the endpoint keeps the contract, 1 when not, 2 for wrong arguments.`;

const fromRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

function readArguments() {
  return parseArgs({
    options: {
      endpoint: { type: 'string' },
      key: { type: 'string' },
      database: { type: 'string', default: 'scim-contract' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

function main(): void {
  const { endpoint, key, database, help } = readArguments();
  if (help) {
    console.log(HELP);
    return;
  }
  if (!endpoint || !key || !URL.canParse(endpoint))
    throw new TypeError('--endpoint URL and --key KEY are needed');
  const jest = spawn(
    process.execPath,
    [fromRoot('node_modules/jest/bin/jest.js'), '--config', fromRoot('jest.contract.config.js')],
    {
      cwd: fromRoot('.'),
      stdio: 'inherit',
      env: { ...process.env, CONTRACT_ENDPOINT: endpoint, CONTRACT_KEY: key, CONTRACT_DATABASE: database },
    },
  );
  jest.on('exit', (code) => {
    process.exitCode = code === 0 ? 0 : 1;
  });
}

try {
  main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 2;
}
