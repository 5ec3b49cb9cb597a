/**
 * One kind of request at several sizes, and for each the bare server that answers as the service did. They take turns
 * in short slices, so that whatever else the machine does meanwhile slows all of them down.
 */

import type { Connection } from '../terminal/token.ts';
import type { Bare, BareAnswer } from './bare.ts';
import {
  answerOf,
  drive,
  type Limit,
  type Measurement,
  measurementOf,
  type Slice,
  type Traffic,
} from './load.ts';

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
  /** 16 by default. */
  readonly connections?: number;
  /** The least share of the bare server's requests/s that is wanted. */
  readonly target?: number;
}

export interface Row extends Pick<Scenario, 'name' | 'size' | 'unit' | 'target'> {
  /** Of the body of an answer. */
  readonly bytes: number;
  readonly service: Measurement;
  readonly bare: Measurement;
}

export interface Contestant {
  readonly service: Connection;
  readonly scenario: Scenario;
}

interface Turns extends Contestant {
  readonly sample: BareAnswer;
  readonly toService: Traffic;
  readonly toBare: Traffic;
  readonly ofService: Slice[];
  readonly ofBare: Slice[];
}

export async function measure(
  contestants: readonly Contestant[],
  bare: Bare,
  seconds: number,
): Promise<Row[]> {
  const all: Turns[] = [];
  for (const { service, scenario } of contestants) {
    const [toService, toBare] = [scenario.traffic(), scenario.traffic()];
    const sample = await answerOf(service, toService()());
    await drive(service, toService, scenario.warmUp, scenario.connections);
    all.push({ service, scenario, sample, toService, toBare, ofService: [], ofBare: [] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const turns of all) await takeTurn(turns, bare, seconds / ROUNDS);
  }
  return all.map(rowOf);
}

async function takeTurn(turns: Turns, bare: Bare, seconds: number): Promise<void> {
  const { service, scenario, sample, toService, toBare } = turns;
  turns.ofService.push(await drive(service, toService, scenario.slice, scenario.connections));
  await bare.answerWith(sample);
  const { pathname } = new URL(service.baseUrl);
  const yardstick = { ...service, baseUrl: bare.origin + pathname };
  turns.ofBare.push(await drive(yardstick, toBare, { seconds }, scenario.connections));
}

const rowOf = ({ scenario: { name, size, unit, target }, sample, ofService, ofBare }: Turns): Row => ({
  name,
  size,
  unit,
  ...(target === undefined ? {} : { target }),
  bytes: Buffer.byteLength(sample.body),
  service: measurementOf(ofService),
  bare: measurementOf(ofBare),
});
