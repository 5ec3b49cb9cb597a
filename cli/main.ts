#!/usr/bin/env node
/** `kissflow-scim`: the command line in this process. */

import { buffer } from 'node:stream/consumers';
import { misused } from '../terminal/command-error.ts';
import { decodeText } from '../terminal/decode-text.ts';
import { progressOn } from '../terminal/progress.ts';
import { run } from './program.ts';

// A reader that has seen enough, such as head, is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

function input(): AsyncIterable<Uint8Array> {
  if (process.stdin.isTTY) throw misused('Standard input is the keyboard: pipe a file into it.');
  return process.stdin;
}

try {
  const exitCode = await run(process.argv.slice(2), {
    print: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    readInput: async () => decodeText(await buffer(input()), 'Standard input'),
    input,
    progress: progressOn(process.stderr),
    environment: process.env,
  });
  process.exitCode ||= exitCode;
} catch (error) {
  // Nobody's mistake but ours: the message without the stack, which says nothing at a terminal.
  console.error(`kissflow-scim failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
