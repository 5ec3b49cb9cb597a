/** The first record: the account itself. A new account is made from it; one that is there must have its fields. */

import type { Account, AccountStore } from '../accounts/account.ts';
import { AccountError } from '../accounts/account-error.ts';
import { readFormerFields } from '../accounts/fields.ts';
import { readAccount } from '../accounts/settings.ts';
import { isObject, type JsonObject } from '../scim/json.ts';

/**
 * @param record of the shape that the manage API describes
 * @returns `created`, or that the account was there, with what its fields lack of those in the record
 * @throws AccountError `invalid`, `taken`
 */
export async function restoreAccount(
  accounts: AccountStore,
  accountId: string,
  record: JsonObject,
): Promise<'created' | { readonly lacking: readonly string[] }> {
  const wanted = archivedAccount(accountId, record);
  const there = await existing(accounts, accountId);
  if (there) return { lacking: lackingFields(there, wanted) };
  await accounts.create(wanted);
  return 'created';
}

function archivedAccount(accountId: string, { account }: JsonObject): Account {
  const { formerFields = [], ...rest } = isObject(account) ? account : {};
  const read = readAccount({ ...rest, id: accountId });
  return { ...read, formerFields: readFormerFields(formerFields, read.fields) };
}

async function existing(accounts: AccountStore, accountId: string): Promise<Account | undefined> {
  try {
    return await accounts.current(accountId);
  } catch (error) {
    if (error instanceof AccountError && error.code === 'unknown') return undefined;
    throw error;
  }
}

/** Values of a field that is missing could not be put back, and those of one with another type would be hidden. */
function lackingFields(there: Account, wanted: Account): string[] {
  const types = new Map(there.fields.map(({ id, type }) => [id.toLowerCase(), type]));
  const known = new Set([...(there.formerFields ?? []), ...there.fields].map(({ id }) => id.toLowerCase()));
  return [
    ...wanted.fields.flatMap(({ id, type }) => {
      const has = types.get(id.toLowerCase());
      if (has === undefined) return [`${id} (${type})`];
      return has === type ? [] : [`${id} as ${type}, not ${has}`];
    }),
    ...(wanted.formerFields ?? []).flatMap(({ id, type }) =>
      known.has(id.toLowerCase()) ? [] : [`${id} (${type}, removed)`],
    ),
  ];
}
