/** What a check found: one result for each step, with every request that the step sent. */

/** Only `mandatory` decides; Microsoft's preview tests and our `advice` are worth reading. */
export type Level = 'mandatory' | 'preview' | 'advice';

/** One request and its answer; `status` is 0 when none came. */
export interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType?: string;
  readonly detail?: string;
}

export interface CheckResult {
  readonly section: string;
  readonly name: string;
  readonly level: Level;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** What an admin or operator should change. */
  readonly fix?: string;
  readonly exchanges: readonly Exchanged[];
}

export interface CheckReport {
  readonly baseUrl: string;
  /** Part of the name of everything that the run created. */
  readonly run: string;
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Paths of what could not be deleted again. */
  readonly leftBehind: readonly string[];
}
