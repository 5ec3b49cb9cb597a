/** How far a run is: a bar on a terminal, one line for each phase elsewhere. */

import cliProgress from 'cli-progress';

export interface Progress {
  /** @param unit what is counted, for a count that could be taken for a result: "6 of 6 checks run" */
  readonly start: (phase: string, total: number, unit?: string) => void;
  /** @param count things done since the last call: one when left out */
  readonly step: (count?: number) => void;
  readonly stop: () => void;
  /** A line of its own while a phase runs. */
  readonly note?: (line: string) => void;
}

export const silent: Progress = { start: () => {}, step: () => {}, stop: () => {} };

export const progressOn = (stream: NodeJS.WriteStream): Progress =>
  stream.isTTY ? bar(stream) : lines((line) => stream.write(`${line}\n`));

function bar(stream: NodeJS.WriteStream): Progress {
  // Ctrl-C must end the run, not just the bar, and leave the terminal as it was.
  const format = '{phase} [{bar}] {value}{of}{total}{unit} {duration_formatted}';
  const single = new cliProgress.SingleBar(
    { stream, format, gracefulExit: false, linewrap: null, emptyOnZero: true },
    cliProgress.Presets.shades_classic,
  );
  return {
    start: (phase, total, unit) => single.start(total, 0, { phase: phase.padEnd(16), ...wording(unit) }),
    step: (count = 1) => single.increment(count),
    stop: () => single.stop(),
    // Takes the line of the bar, which is drawn again below it.
    note: (line) => stream.write(`\r\u001b[K${line}\n`),
  };
}

const wording = (unit?: string) =>
  unit === undefined ? { of: '/', unit: '' } : { of: ' of ', unit: ` ${unit}` };

function lines(write: (line: string) => void): Progress {
  let [name, total, done, started, words] = ['', 0, 0, 0, wording()];
  return {
    start: (phase, count, unit) => {
      [name, total, done, started, words] = [phase, count, 0, performance.now(), wording(unit)];
    },
    step: (count = 1) => {
      done += count;
    },
    stop: () => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      write(`${name}: ${done}${words.of}${total}${words.unit} in ${seconds} s`);
    },
    note: write,
  };
}
