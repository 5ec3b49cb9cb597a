/** What was measured, beside what is wanted. */

import { textTable } from '../../terminal/table.ts';

/** A figure for which less is better. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'us';
  readonly samples: readonly number[];
  readonly target: number;
  /** Samples of the yardstick: the target is a multiple of it. */
  readonly hello?: readonly number[];
}

export const least = (samples: readonly number[]): number => Math.min(...samples);

export const median = (samples: readonly number[]): number =>
  [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;

/** Other work on the machine only adds to a figure: the least of several is compared with the target. */
export const compared = ({ samples, hello }: Figure): number => least(samples) / (hello ? least(hello) : 1);

const HEADINGS = ['', 'least', 'median', 'hello: least', 'median', 'compared', 'target', ''];

export const workerReport = (figures: readonly Figure[]): string =>
  textTable([HEADINGS, ...figures.map(cells)], { numbersFrom: 1 });

/** @param requests each by its kind */
export const callsReport = (requests: readonly string[]): string =>
  [...Map.groupBy(requests, (kind) => kind)].map(([kind, all]) => `${all.length} ${kind}`).join(', ');

function cells(figure: Figure): string[] {
  const { name, unit, samples, hello, target } = figure;
  const shown = (value: number) => `${Math.round(value)} ${unit}`;
  const asCompared = (value: number) => (hello ? value.toFixed(2) : shown(value));
  return [
    name,
    shown(least(samples)),
    shown(median(samples)),
    hello ? shown(least(hello)) : '-',
    hello ? shown(median(hello)) : '-',
    asCompared(compared(figure)),
    asCompared(target),
    compared(figure) <= target ? 'met' : 'missed',
  ];
}
