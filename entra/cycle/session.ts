/** State of one run: what was created, what each resource must look like now, and the record of requests and differences. */

import type { JsonObject } from '../../shared/scim/json.ts';
import { type Exchange, percentile, type Send } from '../client/client.ts';
import type { Extension } from '../client/extension.ts';
import type { Dialect } from '../client/wire.ts';

export interface Tracked {
  readonly type: 'User' | 'Group';
  readonly index: number;
  readonly dialect: Dialect;
  readonly id: string;
  /** Everything that the client has assigned. */
  attributes: JsonObject;
  /** Ids of a group's members. */
  readonly members: Set<string>;
  deleted: boolean;
}

export interface Session {
  readonly run: string;
  readonly userCount: number;
  readonly groupCount: number;
  readonly dialectOf: (index: number) => Dialect;
  readonly send: Send;
  readonly ledger: Ledger;
  /** By index; those whose create failed are not in it. */
  readonly users: Map<number, Tracked>;
  readonly groups: Map<number, Tracked>;
  extension: Extension | undefined;
}

export const endpointOf = (type: Tracked['type']): '/Users' | '/Groups' =>
  type === 'User' ? '/Users' : '/Groups';

export const pathTo = ({ type, id }: Tracked): string => `${endpointOf(type)}/${id}`;

export const live = (resources: ReadonlyMap<number, Tracked>): Tracked[] =>
  [...resources.values()].filter((one) => !one.deleted);

export interface PhaseSummary {
  readonly name: string;
  readonly requests: number;
  readonly failures: number;
  readonly p50: number;
  readonly p99: number;
  readonly seconds: number;
}

export interface Failure {
  readonly phase: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType: string | undefined;
  readonly detail: string;
}

export interface Difference {
  readonly resource: string;
  readonly path: string;
  /** JSON text; undefined when nothing should be (or is) there. */
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

export interface CycleReport {
  readonly run: string;
  /** Attributes found in the account's extension schema. */
  readonly fields: number;
  readonly phases: readonly PhaseSummary[];
  readonly failures: readonly Failure[];
  readonly differences: readonly Difference[];
}

/** The record of a run: its phases with their requests, the failures, and the differences found. */
export class Ledger {
  readonly phases: PhaseSummary[] = [];
  readonly failures: Failure[] = [];
  readonly #differences = new Map<string, Difference>();
  #phase = '';
  #times: number[] = [];
  #failed = 0;

  /** Phases come one after the other; requests count for the one under way. */
  async phase(name: string, work: () => Promise<void>): Promise<void> {
    this.#phase = name;
    this.#times = [];
    this.#failed = 0;
    const started = performance.now();
    await work();
    this.phases.push(summarize(name, this.#times, this.#failed, (performance.now() - started) / 1000));
  }

  observe({ method, path, status, milliseconds, failure }: Exchange): void {
    this.#times.push(milliseconds);
    if (!failure) return;
    this.#failed += 1;
    this.failures.push({ phase: this.#phase, method, path, status, ...failure });
  }

  /** The same difference, met again in a later answer, counts once. */
  differ(differences: readonly Difference[]): void {
    for (const one of differences) this.#differences.set(JSON.stringify(one), one);
  }

  get differences(): readonly Difference[] {
    return [...this.#differences.values()];
  }

  get clean(): boolean {
    return this.failures.length === 0 && this.#differences.size === 0;
  }
}

function summarize(name: string, times: readonly number[], failures: number, seconds: number): PhaseSummary {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    name,
    requests: times.length,
    failures,
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    seconds,
  };
}
