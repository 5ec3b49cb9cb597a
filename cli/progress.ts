/** How far a run is: a bar on a terminal, one line for each phase elsewhere. */

import cliProgress from 'cli-progress';

export interface Progress {
  readonly start: (phase: string, total: number) => void;
  /** @param count things done since the last call: one when left out */
  readonly step: (count?: number) => void;
  readonly stop: () => void;
}

export const silent: Progress = { start: () => {}, step: () => {}, stop: () => {} };

export const progressOn = (stream: NodeJS.WriteStream): Progress =>
  stream.isTTY ? bar(stream) : lines((line) => stream.write(`${line}\n`));

function bar(stream: NodeJS.WriteStream): Progress {
  // Ctrl-C must end the run, not just the bar, and leave the terminal as it was.
  const format = '{phase} [{bar}] {value}/{total} {duration_formatted}';
  const single = new cliProgress.SingleBar(
    { stream, format, gracefulExit: false, linewrap: null, emptyOnZero: true },
    cliProgress.Presets.shades_classic,
  );
  return {
    start: (phase, total) => single.start(total, 0, { phase: phase.padEnd(16) }),
    step: (count = 1) => single.increment(count),
    stop: () => single.stop(),
  };
}

function lines(write: (line: string) => void): Progress {
  let [name, total, done, started] = ['', 0, 0, 0];
  return {
    start: (phase, count) => {
      [name, total, done, started] = [phase, count, 0, performance.now()];
    },
    step: (count = 1) => {
      done += count;
    },
    stop: () => write(`${name}: ${done}/${total} in ${((performance.now() - started) / 1000).toFixed(1)} s`),
  };
}
