/** What is measured: one kind of request at one size of what it works on. */

import type { Limit, Measurement, Traffic } from './load.ts';

export const ROUNDS = 3;

export interface Scenario {
  readonly name: string;
  readonly size: number;
  readonly unit: 'users' | 'members';
  /** From the start: to each server its own. */
  readonly traffic: () => Traffic;
  /** Unmeasured requests before the others. */
  readonly warmUp: Limit;
  /** Of the measured requests, in each round. */
  readonly slice: Limit;
}

export interface Row extends Pick<Scenario, 'name' | 'size' | 'unit'> {
  /** Of the body of an answer. */
  readonly bytes: number;
  readonly service: Measurement;
  readonly bare: Measurement;
}
