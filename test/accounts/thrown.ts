/** What a call throws, as an administrator would meet it. */

import { AccountError } from '../../shared/accounts/account.ts';

export function problemsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof AccountError && error.code === 'invalid') {
      return error.problems.map(({ at, detail }) => `${at} | ${detail}`);
    }
    throw error;
  }
  return [];
}
