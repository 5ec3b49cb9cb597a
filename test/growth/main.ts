/**
 * Nothing grows faster than the body: every shape of intake at 4n takes at most eight times as long as at n, and no request
 * of at most 1 MiB holds the thread for longer than 100 ms, unless it is listed. Times are the least of several runs.
 */

import { type Shape, shapes } from './shapes.ts';
import { openStage, type Run, type Stage } from './stage.ts';

const MAX_BODY = 1024 * 1024;
/** Milliseconds. */
const MEASURABLE = 5;
const MAX_HELD = 100;
/** Shapes that may still hold the thread for longer, in proportion to the body: their ceiling, which only ever comes down. */
const CEILING = 300;
const ABOVE = ['PATCH of a user: listed removals'];

const mayHold = ({ name }: Shape): number => (ABOVE.some((one) => name.startsWith(one)) ? CEILING : MAX_HELD);
const MAX_GROWTH = 8;
const RUNS = 5;
/** On a loaded machine: how often a shape that is too slow is measured again. */
const REPEATS = 3;

const stage = await openStage();

const bytesOf = (shape: Shape, size: number): number => {
  const { body, path } = shape.make(size, { group: 'g'.repeat(36), user: 'u'.repeat(36), serial: 100000 });
  return body === undefined ? path.length : Buffer.byteLength(body);
};

/** The greatest size whose body is allowed; a URL is as long as a server takes it. */
function largest(shape: Shape): number {
  if (shape.most !== undefined) return shape.most;
  const limit = shape.make(1, { group: '', user: '', serial: 1 }).body === undefined ? 16_384 : MAX_BODY;
  let [below, above] = [1, 2];
  while (bytesOf(shape, above) <= limit && above < MAX_BODY && bytesOf(shape, above) > bytesOf(shape, below))
    [below, above] = [above, above * 2];
  if (bytesOf(shape, above) === bytesOf(shape, below)) return below;
  while (above - below > Math.max(1, below / 50)) {
    const middle = Math.floor((below + above) / 2);
    if (bytesOf(shape, middle) <= limit) below = middle;
    else above = middle;
  }
  return below;
}

const least = (runs: readonly Run[], of: (run: Run) => number): number => Math.min(...runs.map(of));

async function runs(of: Stage, shape: Shape, size: number, count: number): Promise<readonly Run[]> {
  const all: Run[] = [];
  for (let index = 0; index < count; index += 1) all.push(await of.run(shape, size));
  return all;
}

interface Verdict {
  readonly growth: number | undefined;
  readonly held: number;
  readonly status: number;
  readonly size: number;
}

async function measure(shape: Shape): Promise<Verdict> {
  const most = largest(shape);
  let size = 16;
  let small = Number.POSITIVE_INFINITY;
  for (; size * 4 <= most; size *= 2) {
    small = least(await runs(stage, shape, size, 2), (run) => run.milliseconds);
    if (small >= MEASURABLE) break;
  }
  let growth: number | undefined;
  if (size * 4 <= most && small >= MEASURABLE) {
    small = least(await runs(stage, shape, size, RUNS), (run) => run.milliseconds);
    growth =
      least(await runs(stage, shape, size * 4, small > 300 ? 1 : RUNS), (run) => run.milliseconds) / small;
    if (growth > MAX_GROWTH) return { growth, held: Number.POSITIVE_INFINITY, status: 0, size };
  }
  const whole = await runs(stage, shape, most, 3);
  return { growth, held: least(whole, (run) => run.held), status: whole[0]?.status ?? 0, size: most };
}

const tooMuch = (shape: Shape, { growth = 0, held }: Verdict): boolean =>
  growth > MAX_GROWTH || held > mayHold(shape);

let failed = 0;
const wanted = process.argv[2];
for (const shape of shapes) {
  if (wanted && !shape.name.includes(wanted)) continue;
  let verdict = await measure(shape);
  for (let again = 1; again < REPEATS && tooMuch(shape, verdict); again += 1) verdict = await measure(shape);
  const { growth, held, status, size } = verdict;
  if (tooMuch(shape, verdict)) failed += 1;
  console.log(
    `${tooMuch(shape, verdict) ? 'FAIL' : 'ok  '} ${shape.name}: ${growth === undefined ? 'below 5 ms' : `x${growth.toFixed(1)} at 4n`}, ${held.toFixed(0)} ms at ${size} (${status})`,
  );
}
process.exitCode = failed > 0 ? 1 : 0;
