/** The operating-system user of this process. */

import { userInfo } from 'node:os';

/** @returns the user id where it has no name, as in a container */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
