/** What a command has of the process it runs in. */

import type { Progress } from './progress.ts';

export interface Terminal {
  /** To standard output: what was asked for. */
  readonly print: (text: string) => void;
  /** To standard error: hints and warnings. */
  readonly note: (text: string) => void;
  /** All of standard input. @throws CommandError when a person sits there */
  readonly readInput: () => Promise<string>;
  /** On standard error: how far a long command is. */
  readonly progress: Progress;
  /** Standard input, piece by piece. @throws CommandError when a person sits there */
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** As `--json` prints what the manage API answered. */
export const jsonText = (value: object): string => JSON.stringify(value, null, 2);
