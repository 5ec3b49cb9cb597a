/** Changes an account's fields; what hides users' values is said first and done only when confirmed. Never touches users. */

import { extensionUrn } from '../kissflow/field.ts';
import { type Account, type AccountStore, accountChanged, type FieldUsage } from './account.ts';
import { type AffectedField, planFields } from './field-plan.ts';
import { readFields } from './fields.ts';

export interface ChangeFieldsOptions {
  readonly confirm: boolean;
  /** The version that the caller saw; any when left out. */
  readonly version?: number;
}

/** `users`: how many hold values that the change hides or that the field would no longer accept. */
interface ConcernedField {
  readonly field: string;
  readonly reason: AffectedField['reason'];
  readonly users: number;
}

export type FieldsChange =
  | { readonly account: Account }
  | { readonly needsConfirmation: readonly ConcernedField[] };

interface Deps {
  readonly accounts: AccountStore;
  readonly usage: FieldUsage;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * @param fields the whole new list, unchecked
 * @throws AccountError `invalid`, `unknown`, `changed`; StoreUnavailable
 */
export async function changeFields(
  { accounts, usage, now }: Deps,
  accountId: string,
  fields: unknown,
  { confirm, version }: ChangeFieldsOptions,
): Promise<FieldsChange> {
  const wanted = readFields(fields);
  const account = await accounts.current(accountId);
  if (version !== undefined && version !== account.version) throw accountChanged(accountId);
  const { affected, ...change } = planFields(account, wanted);
  const needsConfirmation = confirm ? [] : await concern(usage, accountId, affected);
  if (needsConfirmation.length > 0) return { needsConfirmation };
  const isRetyped = affected.some(({ reason }) => reason === 'retyped');
  const stale = isRetyped ? { keysStaleSince: new Date(now()).toISOString() } : {};
  return { account: await accounts.update(accountId, account.version, { ...change, ...stale }) };
}

/** One count after the other: an admin can wait, provisioning should not. */
async function concern(
  usage: FieldUsage,
  accountId: string,
  affected: readonly AffectedField[],
): Promise<readonly ConcernedField[]> {
  const urn = extensionUrn(accountId);
  const concerned: ConcernedField[] = [];
  for (const field of affected) {
    const users = await countUsers(usage, accountId, urn, field);
    // A dropdown that returns with all its options concerns no user.
    if (users > 0 || !('optionsLeft' in field))
      concerned.push({ field: field.id, reason: field.reason, users });
  }
  return concerned;
}

function countUsers(
  usage: FieldUsage,
  accountId: string,
  urn: string,
  field: AffectedField,
): Promise<number> {
  if ('options' in field) return usage.countOptions(accountId, urn, field.id, field.options);
  if ('optionsLeft' in field) return usage.countOthers(accountId, urn, field.id, field.optionsLeft);
  return usage.count(accountId, urn, field.id);
}
