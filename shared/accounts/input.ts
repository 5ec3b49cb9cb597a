/** What untyped input must be before it becomes part of an account. */

import { AccountError, type InputProblem } from './account.ts';

export const invalidInput = (...problems: readonly InputProblem[]): AccountError =>
  new AccountError('invalid', problems.map(({ detail }) => detail).join(' '), problems);

/** Throws when there is a problem. */
export function requireNone(problems: readonly InputProblem[]): void {
  if (problems.length > 0) throw invalidInput(...problems);
}

/** Characters of a name that an administrator gives. */
export const MAX_NAME = 100;

/** Text that every store keeps unchanged and every screen can show. */
export const isDisplayText = (value: unknown, max: number): value is string =>
  typeof value === 'string' &&
  value.length <= max &&
  value.trim() !== '' &&
  value.isWellFormed() &&
  !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(value);

/** Input as an error may repeat it: short, and one line. */
export const quotedInput = (value: string): string => JSON.stringify(value.slice(0, 64).toWellFormed());

/** Without this check a misspelt property would be lost without notice. */
export function unknownProperties(
  input: object,
  known: readonly string[],
  at: string,
  whose: string,
): InputProblem[] {
  return Object.keys(input)
    .filter((name) => !known.includes(name))
    .slice(0, 10)
    .map((name) => ({
      at,
      detail: `${whose} has no property ${quotedInput(name)}: use ${known.join(', ')}.`,
    }));
}
