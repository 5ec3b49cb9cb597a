/** A terminal that keeps what is printed on it. */

import { type Program, run, type Terminal } from '../../terminal/program.ts';
import type { Progress } from '../../terminal/progress.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @param input what standard input holds; @param typed what is typed at the keyboard; without it there is none */
export async function runOn(
  program: Program,
  args: readonly string[],
  environment: Terminal['environment'] = {},
  input = '',
  typed?: string,
): Promise<Ran> {
  const printed = { out: '', err: '' };
  const code = await run(program, args, {
    print: (text) => {
      printed.out += `${text}\n`;
    },
    note: (text) => {
      printed.err += `${text}\n`;
    },
    columns: undefined,
    readInput: async () => input,
    ask:
      typed === undefined
        ? undefined
        : async (question) => {
            printed.err += `${question}\n`;
            return typed;
          },
    input: async function* () {
      yield Buffer.from(input);
    },
    progress: progressOf(printed),
    environment,
  });
  return { code, ...printed };
}

/** What a person sees of it, as one line for each phase. */
function progressOf(printed: { err: string }): Progress {
  let [name, total, done] = ['', 0, 0];
  return {
    start: (phase, count) => {
      [name, total, done] = [phase, count, 0];
    },
    step: (count = 1) => {
      done += count;
    },
    stop: () => {
      printed.err += `${name}: ${done}/${total}\n`;
    },
  };
}
