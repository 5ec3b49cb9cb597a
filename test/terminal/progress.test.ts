/** Progress on standard error: what a person reads when it is no terminal, and on a terminal. */

import { PassThrough } from 'node:stream';
import { type Progress, progressOn } from '../../terminal/progress.ts';

function written(isTTY: boolean, run: (progress: Progress) => void): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, fd: 2 });
  run(progressOn(stream as unknown as NodeJS.WriteStream));
  return String(stream.read() ?? '');
}

const phase = (progress: Progress, unit?: string) => {
  progress.start('users', 3, unit);
  progress.step(2);
  progress.stop();
};

it('counts without a word for what is counted', () => {
  expect(written(false, phase)).toMatch(/^users: 2\/3 in \d\.\d s\n$/);
});

it('counts in words that are no verdict', () => {
  expect(written(false, (progress) => phase(progress, 'checks run'))).toMatch(
    /^users: 2 of 3 checks run in \d\.\d s\n$/,
  );
});

it('a note is a line of its own', () => {
  expect(written(false, (progress) => progress.note?.('It waits.'))).toBe('It waits.\n');
});

it('on a terminal: a bar with the same words, and the note above it', () => {
  const plain = written(true, (progress) => phase(progress));
  expect(plain).toContain('] 2/3 ');
  const worded = written(true, (progress) => {
    progress.start('users', 3, 'checks run');
    progress.note?.('It waits.');
    progress.step(2);
    progress.stop();
  });
  expect(worded).toContain('\r\u001b[KIt waits.\n');
  expect(worded).toContain('] 2 of 3 checks run ');
});
