/** What untyped input must be before it becomes part of an account. */

import type { Problem } from './account-error.ts';

/** Characters of a name that an administrator gives. */
export const MAX_NAME = 100;

/** Text that every store keeps unchanged and every screen can show. */
export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' &&
  value.length <= max &&
  value.trim() !== '' &&
  value.isWellFormed() &&
  !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(value);

/** Input as an error may repeat it: short, and one line. */
export const quoted = (value: string): string => JSON.stringify(value.slice(0, 64).toWellFormed());

/** A misspelt property would be lost without a word. */
export function unknownProperties(
  input: object,
  known: readonly string[],
  at: string,
  whose: string,
): Problem[] {
  return Object.keys(input)
    .filter((name) => !known.includes(name))
    .slice(0, 10)
    .map((name) => ({
      at,
      detail: `${whose} has no property ${quoted(name)}: use ${known.join(', ')}.`,
    }));
}
