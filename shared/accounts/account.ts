/**
 * A Kissflow account (a tenant in the words of RFC 7644 §6), the PORTS that keep accounts and count values, and what
 * goes wrong with accounts. This room reads and plans changes of an account; it never changes a user or a group.
 */

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
  /** RFC 3339: when a field got another type last; search keys of values from before follow (`Rekeying`). */
  readonly keysStaleSince?: string;
  /** The provisioning log: whether it keeps old and new values, and for how many days. */
  readonly log: { readonly values: boolean; readonly days: number };
  /** Counts the changes of this document. */
  readonly version: number;
}

/** As it was defined; of one that an earlier version removed only the id and the type are known. */
export interface FormerField extends Pick<Field, 'id' | 'type' | 'options'> {
  readonly name?: string;
  readonly required?: boolean;
  /** RFC 3339. */
  readonly removedAt?: string;
  /** Until its mapping is gone, values that a client sends for it are dropped and named in the log, and nothing is refused. */
  readonly retiring?: boolean;
}

/** What may change of an account; what is left out stays. */
export type AccountChange = Partial<Omit<Account, 'id' | 'version'>>;

export const ACCOUNT_ID = /^[A-Za-z0-9]{2,40}$/;

/** Keeps accounts; one that is being deleted is not there. Every method throws StoreUnavailable. A change takes effect on all instances within 60 s. */
export interface AccountStore {
  /** May be half a minute old. @returns undefined when there is no such account. */
  find(accountId: string): Promise<Account | undefined>;
  /** Whether it has been found by this process a while ago: asks no store. */
  isKnown(accountId: string): boolean;
  /** What this process remembers of it is not used any more. */
  forget(accountId: string): void;
  /** As it is now. @throws AccountError `unknown` */
  current(accountId: string): Promise<Account>;
  /** In order of id without case. */
  list(): Promise<readonly Account[]>;
  /** @throws AccountError `taken` when the id exists in any case; `leaving` while its account is being deleted */
  create(account: Account): Promise<Account>;
  /** Creates the account unless it is there. @returns the account that is there now. @throws AccountError `taken` in another case; `leaving` */
  ensure(account: Account): Promise<Account>;
  /** Compare-and-swap. @throws AccountError `unknown`; `changed` when `version` is not the current one */
  update(accountId: string, version: number, change: AccountChange): Promise<Account>;
}

/** What goes wrong with accounts through no fault of the store; callers choose by `code`. */
type AccountErrorCode = 'unknown' | 'taken' | 'leaving' | 'changed' | 'invalid';

/** One thing to put right. `detail` names the place and the fix; it is shown to administrators verbatim. */
export interface InputProblem {
  /** `name`, `log.days`, `fields[2].options`. */
  readonly at: string;
  readonly detail: string;
}

export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  /** Empty unless the code is `invalid`. */
  readonly problems: readonly InputProblem[];

  constructor(code: AccountErrorCode, message: string, problems: readonly InputProblem[] = []) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

export const accountChanged = (accountId: string): AccountError =>
  new AccountError('changed', `Account ${accountId} was changed meanwhile: read it and try again.`);

/** How far the search keys of an account's users have followed its fields. */
export interface RekeyProgress {
  /** RFC 3339: of the change of fields. */
  readonly since: string;
  /** Users that have been looked at since then. */
  readonly done: number;
}

/**
 * Search keys follow the types of fields, at 200 users a second at most; no version of a user changes. It is work that is
 * owed: any process goes on where another one stopped. Every method throws StoreUnavailable.
 */
export interface Rekeying {
  /** @param deadline milliseconds since the epoch. @returns whether something is left */
  advance(account: Account, deadline: number): Promise<boolean>;
  /** @returns undefined when nothing is owed */
  progress(account: Account): Promise<RekeyProgress | undefined>;
}

/** How many users hold values of a field. Every method throws StoreUnavailable. */
export interface FieldUsage {
  /** Users that hold no value. */
  countWithout(accountId: string, extensionUrn: string, fieldId: string): Promise<number>;
  /** Users that hold any value. */
  count(accountId: string, extensionUrn: string, fieldId: string): Promise<number>;
  /** Users that hold one of `options`. */
  countOptions(
    accountId: string,
    extensionUrn: string,
    fieldId: string,
    options: readonly string[],
  ): Promise<number>;
  /** Users that hold another value than `options`. */
  countOthers(
    accountId: string,
    extensionUrn: string,
    fieldId: string,
    options: readonly string[],
  ): Promise<number>;
}
