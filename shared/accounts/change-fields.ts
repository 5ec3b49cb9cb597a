/** Changes an account's fields; what hides users' values is said first and done only when confirmed. Never touches users. */

import { extensionUrn } from '../kissflow/field.ts';
import { type Account, type AccountStore, accountChanged, type FieldUsage } from './account.ts';
import { type AffectedField, planFields } from './field-plan.ts';
import { readFields } from './fields.ts';

export interface ChangeFieldsOptions {
  readonly confirm: boolean;
  /** Only to know what the change would do. */
  readonly dryRun?: boolean;
  /** Ids of removed fields that are retiring; those that are stay so when left out. */
  readonly retiring?: readonly string[] | undefined;
  /** The version that the caller saw; any when left out. */
  readonly version?: number;
}

/** `users`: how many hold values that the change hides or that the field would no longer accept; or hold none, if `required`. */
export interface ConcernedField {
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
  { confirm, version, dryRun = false, retiring }: ChangeFieldsOptions,
): Promise<FieldsChange> {
  const wanted = readFields(fields);
  const account = await accounts.current(accountId);
  if (version !== undefined && version !== account.version) throw accountChanged(accountId);
  const at = new Date(now()).toISOString();
  const { affected, ...change } = planFields(account, wanted, { at, retiring });
  const needsConfirmation = confirm && !dryRun ? [] : await concern(usage, accountId, affected);
  if (needsConfirmation.length > 0 || dryRun) return { needsConfirmation };
  const isRetyped = affected.some(({ reason }) => reason === 'retyped');
  const stale = isRetyped ? { keysStaleSince: at } : {};
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
    // A dropdown that returns with all its options concerns no user, nor does a required field that all have.
    if (users > 0 || !('optionsLeft' in field || field.reason === 'required'))
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
  if (field.reason === 'required') return usage.countWithout(accountId, urn, field.id);
  return usage.count(accountId, urn, field.id);
}
