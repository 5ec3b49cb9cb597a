/** The account that a path names. */

import type { Account } from '../../accounts/account.ts';
import type { Call } from '../call.ts';

/** As it is now: an administrator reads back what was just changed elsewhere. @throws AccountError `unknown` */
export const accountOf = ({ services, path }: Call): Promise<Account> =>
  services.accounts.current(path.accountId ?? '');
