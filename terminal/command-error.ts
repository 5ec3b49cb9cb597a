/** The error that ends a command; its message is all that the person at the terminal reads. */

export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: 1 | 2;

  /** @param exitCode 1: refused or failed, 2: the command line is wrong */
  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const refused = (message: string): CommandError => new CommandError(message, 1);

/** Everything has been said already, in a report. */
export const failed = (): CommandError => new CommandError('', 1);

export const misused = (message: string): CommandError => new CommandError(message, 2);

/** Why a system call failed, such as ENOENT; otherwise the message of the error. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('cause' in error && error.cause) return reasonOf(error.cause);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'message' in error ? String(error.message) : 'no reason is known';
}
