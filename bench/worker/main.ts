/** `npm run bench:worker`, after the build: what a worker of Azure costs, and how long a first request takes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { bundle } from '../../cli/local-host/bundle.ts';
import { commandLine, main, type Terminal } from '../../terminal/program.ts';
import { startAzure } from './azure.ts';
import { type Bundles, firstRequests, type Loads, loads, processorTimes } from './measure.ts';
import type { Load } from './messages.ts';
import { callsReport, type Figure, workerReport } from './report.ts';

/** Milliseconds that a call of a service takes. */
const LATENCY = 40;

async function measure(
  bundles: Bundles,
  runs: number,
): Promise<{ figures: Figure[]; calls: readonly string[] }> {
  const azure = await startAzure(LATENCY);
  try {
    const load = await loads(bundles, azure.worker, runs);
    const idle = await firstRequests(bundles.app, azure, 300, runs);
    const atOnce = await firstRequests(bundles.app, azure, 0, runs);
    azure.requests();
    await firstRequests(bundles.app, azure, 0, 1);
    const calls = azure.requests();
    const { hello, get, patch } = await processorTimes(bundles, runs);
    const figures: Figure[] = [
      loadFigure('bundle import', load, 'elapsed'),
      loadFigure('bundle import, processor', load, 'processor'),
      { name: 'first request after 300 ms', unit: 'ms', samples: idle, target: 130 },
      { name: 'first request at once', unit: 'ms', samples: atOnce, target: 250 },
      { name: 'processor, GET by id', unit: 'us', samples: get, hello, target: 2 },
      { name: 'processor, PATCH', unit: 'us', samples: patch, hello, target: 3 },
    ];
    return { figures, calls };
  } finally {
    await azure.close();
  }
}

const loadFigure = (name: string, { app, hello }: Loads, of: keyof Load): Figure => ({
  name,
  unit: 'ms',
  samples: app.map((load) => load[of]),
  hello: hello.map((load) => load[of]),
  target: 2.2,
});

async function bench(runs: number, { print }: Terminal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hello-'));
  try {
    const hello = join(folder, 'hello.cjs');
    await bundle(resolve('bench/worker/hello.ts'), hello);
    print(
      `Node ${process.version}, ${availableParallelism()} cores; ${LATENCY} ms a service call, ${runs} runs`,
    );
    const { figures, calls } = await measure({ app: resolve('dist/main.cjs'), hello }, runs);
    print(`\n${workerReport(figures)}\n\nCalls of services for a first request: ${callsReport(calls)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runsIn(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes a whole number from 1 to 99.');
}

await main((terminal) =>
  commandLine('npm run bench:worker --', terminal)
    .description('Measure the bundle as the Azure worker runs it, with doubles of the services on loopback')
    .option('--runs <n>', 'of each figure', runsIn, 7)
    .action(({ runs }: { readonly runs: number }) => bench(runs, terminal)),
);
