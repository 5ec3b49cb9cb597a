/** Since when: the address has an instant, so that a colleague sees the same. */

import { Select } from '../../parts/select.tsx';
import type { LogProps } from './props.ts';

/** By hours. */
const PERIODS: readonly (readonly [string, string])[] = [
  ['1', 'The last hour'],
  ['24', 'The last day'],
  ['168', 'The last week'],
];

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function Period({ asked: { from = '' }, onChange }: Pick<LogProps, 'asked' | 'onChange'>) {
  const since = Date.parse(from);
  return (
    <Select
      label="Period"
      value={from}
      options={since ? [[from, `Since ${EXACT.format(since)}`], ...PERIODS] : PERIODS}
      onChange={(hours) =>
        onChange({ from: hours && new Date(Date.now() - Number(hours) * 3_600_000).toISOString() })
      }
    />
  );
}
