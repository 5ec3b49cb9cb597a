/** Values of options, and help, that several commands share. */

import { InvalidArgumentError } from 'commander';

/** Examples at the end of a command's help, without the name of the program. */
export const examples = (...lines: readonly string[]): string =>
  examplesOf(lines.map((line) => `kissflow-scim ${line}`));

export const examplesOf = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes a whole number.');
}

export const wholeNumberFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };

export function yesOrNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError('It takes yes or no.');
}

/** For an option that may be given several times. */
export const collected = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day, which begins at midnight UTC, or a date-time with its zone. @returns ISO 8601 in UTC */
export function instant(text: string): string {
  const time = DAY.test(text) ? `${text}T00:00:00Z` : text;
  const date = /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/.test(time) ? new Date(time) : undefined;
  // A day that no month has, such as February 30, would become one of the next month.
  if (date && !Number.isNaN(date.getTime()) && isDay(text.slice(0, 10))) return date.toISOString();
  throw new InvalidArgumentError(
    'It takes a day such as 2027-01-31, or an instant such as 2027-01-31T09:30:00Z.',
  );
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
