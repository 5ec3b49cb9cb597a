/** A Kissflow account (a tenant in the words of RFC 7644 §6) and the PORT that finds it. */

import type { Field } from '../kissflow/field.ts';

export interface Account {
  /** `[A-Za-z0-9]{2,40}`, compared exactly, unique without regard to case. */
  readonly id: string;
  readonly name: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes: 'reject' | 'ignore';
  readonly fields: readonly Field[];
  /** The provisioning log: whether it keeps old and new values, and for how many days. */
  readonly log: { readonly values: boolean; readonly days: number };
  /** Counts the changes of this document. */
  readonly version: number;
}

export const ACCOUNT_ID = /^[A-Za-z0-9]{2,40}$/;

export interface AccountStore {
  /** @returns undefined when there is no such account; throws StoreUnavailable. */
  find(accountId: string): Promise<Account | undefined>;
  /** Creates the account unless it is there. @returns the account that is there now. */
  ensure(account: Account): Promise<Account>;
}
