/** A Kissflow account (a tenant in the words of RFC 7644 §6) and the PORT that keeps accounts. */

import type { Field } from '../kissflow/field.ts';

export interface Account {
  /** `[A-Za-z0-9]{2,40}`, compared exactly, unique without regard to case. */
  readonly id: string;
  readonly name: string;
  /** What happens to data under attributes that the account does not have. */
  readonly unsupportedAttributes: 'reject' | 'ignore';
  readonly fields: readonly Field[];
  /** Fields that were removed: users' values are kept under this spelling, and shown again when the field returns. */
  readonly formerFields?: readonly FormerField[];
  /** The provisioning log: whether it keeps old and new values, and for how many days. */
  readonly log: { readonly values: boolean; readonly days: number };
  /** Counts the changes of this document. */
  readonly version: number;
}

export type FormerField = Pick<Field, 'id' | 'type'>;

/** What may change of an account; what is left out stays. */
export type AccountChange = Partial<Omit<Account, 'id' | 'version'>>;

export const ACCOUNT_ID = /^[A-Za-z0-9]{2,40}$/;

/** Every method throws StoreUnavailable. A change takes effect on all instances within 60 s. */
export interface AccountStore {
  /** May be half a minute old. @returns undefined when there is no such account. */
  find(accountId: string): Promise<Account | undefined>;
  /** As it is now. @throws AccountError `unknown` */
  current(accountId: string): Promise<Account>;
  /** In order of id without case. */
  list(): Promise<readonly Account[]>;
  /** @throws AccountError `taken` when the id exists in any case */
  create(account: Account): Promise<Account>;
  /** Creates the account unless it is there. @returns the account that is there now. @throws AccountError `taken` in another case */
  ensure(account: Account): Promise<Account>;
  /** Compare-and-swap. @throws AccountError `unknown`; `changed` when `version` is not the current one */
  update(accountId: string, version: number, change: AccountChange): Promise<Account>;
}
