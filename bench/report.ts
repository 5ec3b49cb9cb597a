/** What was measured, as text: a table, how cost grows with size, and requests that failed. */

import { textTable } from '../terminal/table.ts';
import type { Fairness } from './fairness.ts';
import type { Interference, SearchInterference } from './interference.ts';
import type { Measurement } from './load.ts';
import type { Row } from './measure.ts';

/** What a run came to. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly interference?: Interference;
  readonly searches?: SearchInterference;
  readonly fairness?: Fairness;
  /** Bytes of anonymous memory that the service with the most users had at most. */
  readonly memory?: number;
}

const HEADINGS = [
  '',
  'size',
  'answer',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'bare/s',
  'p50 ms',
  'p99 ms',
  'of bare',
  'target',
];
export const hasFailed = ({ rows, interference, searches, fairness }: Outcome): boolean =>
  (interference?.failures ?? 0) > 0 ||
  (searches?.failures ?? 0) > 0 ||
  (fairness?.failures ?? 0) > 0 ||
  rows.some((row) => failuresOf(row).length > 0);

/** @param width columns of the terminal, if there is one */
export const benchReport = (
  { rows, interference, searches, fairness, memory }: Outcome,
  width?: number,
): string =>
  [
    textTable([HEADINGS, ...rows.map(cells)], { width, numbersFrom: 1 }),
    ...section('Flatness: requests/s at the largest size divided by those at the smallest', growth(rows)),
    ...(interference ? [interferenceText(interference)] : []),
    ...(searches ? [searchesText(searches)] : []),
    ...(fairness ? [fairnessText(fairness)] : []),
    ...(memory === undefined ? [] : [`Anonymous memory of the service at most: ${whole(memory / 1e6)} MB`]),
    ...section('Failed requests', rows.flatMap(failuresOf)),
  ].join('\n\n');

const cells = ({ name, size, unit, bytes, service, bare, target }: Row): string[] => [
  name,
  `${whole(size)} ${unit}`,
  bytes < 10_000 ? `${bytes} B` : `${whole(bytes / 1000)} kB`,
  ...figures(service),
  ...figures(bare),
  (service.perSecond / bare.perSecond).toFixed(3),
  target?.toFixed(2) ?? '-',
];

const figures = ({ perSecond, p50, p99 }: Measurement): string[] => [
  whole(perSecond),
  p50.toFixed(1),
  p99.toFixed(1),
];

const interferenceText = ({ members, patch, p50, p99, lookups, failures }: Interference): string =>
  `While one PATCH adds ${whole(members)} members (${whole(patch)} ms): p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${lookups} GET by id at 25/s, ${failures} failed`;

const searchesText = ({ searches, search, p50, p99, lookups, failures }: SearchInterference): string =>
  `While a client searches ${whole(searches)} times by what has no index (${whole(search)} ms each): p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${lookups} GET by id at 25/s, ${failures} failed`;

const fairnessText = ({ perSecond, p50, p99, lookups, failures }: Fairness): string =>
  `While another account gets ${whole(perSecond)} pages of 100 users a second: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${lookups} GET by id at 25/s, ${failures} failed`;

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function growth(rows: readonly Row[]): string[][] {
  return [...Map.groupBy(rows, (row) => row.name).values()].flatMap((same) => {
    const [least, most] = [same.at(0), same.at(-1)];
    if (!least || !most || least === most) return [];
    const sizes = `${whole(least.size)} -> ${whole(most.size)} ${most.unit}`;
    return [[most.name, sizes, (most.service.perSecond / least.service.perSecond).toFixed(2)]];
  });
}

/** Of the service, and of the bare server: without those the comparison is worth nothing. */
const failuresOf = ({ name, size, unit, service, bare }: Row): string[][] =>
  Object.entries({ service, bare }).flatMap(([server, { failures }]) =>
    Object.entries(failures).map(([what, count]) => [
      name,
      `${whole(size)} ${unit}`,
      server,
      what,
      whole(count),
    ]),
  );

const section = (title: string, rows: readonly string[][]): string[] =>
  rows.length === 0 ? [] : [`${title}:\n${textTable(rows, { numbersFrom: 1 })}`];
