/** What the check says while it runs: how many steps were run, and that it waits for a server that hangs. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCheck } from '../../../entra/check/check.ts';
import type { Progress } from '../../../terminal/progress.ts';

function recorder() {
  const lines: string[] = [];
  const counts: [phase: string, unit: string | undefined, done: number, total: number][] = [];
  const progress: Progress = {
    start: (phase, total, unit) => counts.push([phase, unit, 0, total]),
    step: () => {
      const last = counts.at(-1);
      if (last) last[2] += 1;
    },
    stop: () => {},
    note: (line) => lines.push(line),
  };
  return { lines, counts, progress };
}

/** A server that takes requests and never answers. */
async function againstSilence(patience: number) {
  let asked = 0;
  const server = createServer(() => {
    asked += 1;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { lines, counts, progress } = recorder();
  const report = await runCheck({ baseUrl, token: 'kfs_1', progress, patience, timeout: 500 });
  server.closeAllConnections();
  server.close();
  return { report, lines, counts, asked };
}

it('says once that it waits, and gives up after the first query that got no answer', async () => {
  const { report, lines, asked } = await againstSilence(50);
  expect(lines).toEqual(['No answer to GET /Users yet: waiting, at most 0.5 s.']);
  expect([report.passed, report.requests, asked]).toEqual([false, 1, 1]);
  expect(report.results[0]?.reason).toBe('GET /Users got no answer: none came within 0.5 s');
});

it('says nothing of that as long as answers come in time', async () => {
  expect((await againstSilence(10_000)).lines).toEqual([]);
});

it('counts what was run, not what was skipped', async () => {
  const { counts } = await againstSilence(10_000);
  expect(counts[0]).toEqual(['Test Connection', 'checks run', 1, 6]);
  expect(counts[1]).toEqual(['Discovery', 'checks run', 0, 6]);
  expect(counts.at(-1)).toEqual(['clean up', 'deleted', 0, 0]);
});
