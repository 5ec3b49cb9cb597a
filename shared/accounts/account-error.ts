/** What goes wrong with accounts through no fault of the store; callers choose by `code`. */

export type AccountErrorCode = 'unknown' | 'taken' | 'changed' | 'invalid';

/** One thing to put right. `detail` names the place and the fix; it is shown to administrators verbatim. */
export interface Problem {
  /** `name`, `log.days`, `fields[2].options`. */
  readonly at: string;
  readonly detail: string;
}

export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  /** Empty unless the code is `invalid`. */
  readonly problems: readonly Problem[];

  constructor(code: AccountErrorCode, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

export const invalid = (...problems: readonly Problem[]): AccountError =>
  new AccountError('invalid', problems.map(({ detail }) => detail).join(' '), problems);

/** Throws when there is a problem. */
export function requireNone(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalid(...problems);
}

export const accountChanged = (accountId: string): AccountError =>
  new AccountError('changed', `Account ${accountId} was changed meanwhile: read it and try again.`);
