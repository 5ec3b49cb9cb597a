/** A step of the check: what it is called, how it is run, and what to do when it fails. */

import type { CheckSession } from './check-session.ts';
import type { Level } from './report.ts';

export interface Step {
  readonly name: string;
  readonly level: Level;
  readonly fix: string;
  /** Runs although the connection test found nobody to talk to. */
  readonly always?: boolean;
  /** Why this service provider cannot be asked; undefined when it can. */
  readonly skip?: (session: CheckSession) => string | undefined;
  /** @throws Unmet */
  readonly run: (session: CheckSession) => Promise<void>;
}

export interface Section {
  readonly name: string;
  readonly steps: readonly Step[];
}
