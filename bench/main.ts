/** `npm run bench`, after the build: how fast the endpoint answers, and how little that depends on size. */

import { constants } from 'node:os';
import { main } from '../terminal/program.ts';
import { benchProgram } from './command.ts';

// Children and temporary folders go with the process, which a signal would otherwise end without a word to them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

await main((terminal) => benchProgram(terminal));
