/** The first record: the account itself. A new account is made from it; one that is there must have its fields. */

import { type Account, AccountError, type AccountStore } from '../accounts/account.ts';
import { readFormerFields } from '../accounts/fields.ts';
import { readAccount } from '../accounts/settings.ts';
import { isObject, type JsonObject } from '../scim/json.ts';

/** An account that was there. */
interface AccountDifferences {
  /** Fields that it has not, or with another type. */
  readonly lacking: readonly string[];
  /** Settings, and what else its fields say. */
  readonly differing: readonly string[];
}

/**
 * @param record of the shape that the manage API describes
 * @returns `created`, or what the account that was there has otherwise
 * @throws AccountError `invalid`, `taken`
 */
export async function restoreAccount(
  accounts: AccountStore,
  accountId: string,
  record: JsonObject,
): Promise<'created' | AccountDifferences> {
  const wanted = archivedAccount(accountId, record);
  const there = await accountIfThere(accounts, accountId);
  if (there) return { lacking: lackingFields(there, wanted), differing: differingSettings(there, wanted) };
  await accounts.create(wanted);
  return 'created';
}

function archivedAccount(accountId: string, { account }: JsonObject): Account {
  const { formerFields = [], ...rest } = isObject(account) ? account : {};
  const read = readAccount({ ...rest, id: accountId });
  return { ...read, formerFields: readFormerFields(formerFields, read.fields) };
}

async function accountIfThere(accounts: AccountStore, accountId: string): Promise<Account | undefined> {
  try {
    return await accounts.current(accountId);
  } catch (error) {
    if (error instanceof AccountError && error.code === 'unknown') return undefined;
    throw error;
  }
}

function differingSettings(there: Account, wanted: Account): string[] {
  const settings = (['name', 'unsupportedAttributes', 'log'] as const)
    .filter((setting) => JSON.stringify(there[setting]) !== JSON.stringify(wanted[setting]))
    .map((setting) => `setting ${setting}`);
  const fields = new Map(there.fields.map((field) => [field.id.toLowerCase(), field]));
  const changed = wanted.fields.filter((field) => {
    const has = fields.get(field.id.toLowerCase());
    return (
      has &&
      has.type === field.type &&
      JSON.stringify({ ...has, id: '' }) !== JSON.stringify({ ...field, id: '' })
    );
  });
  return [...settings, ...changed.map(({ id }) => `definition of field ${id}`)];
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
