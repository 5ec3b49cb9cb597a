/** What is measured: one kind of request at one size of what it works on. */

import type { Limit, Measurement, Traffic } from './load.ts';

export interface Scenario {
  readonly name: string;
  readonly size: number;
  readonly unit: 'users' | 'members';
  readonly traffic: Traffic;
  /** Unmeasured requests before the others. */
  readonly warmUp: Limit;
  readonly run: Limit;
}

export interface Row extends Pick<Scenario, 'name' | 'size' | 'unit'> {
  /** Of the body of an answer. */
  readonly bytes: number;
  readonly service: Measurement;
  readonly bare: Measurement;
}
