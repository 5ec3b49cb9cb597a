/** Accounts: their settings, and where their users are provisioned to. */

import type { Account } from '../../accounts/account.ts';
import { readAccount, readAccountSettings } from '../../accounts/settings.ts';
import { baseUrlOf } from '../../http/services.ts';
import { type Call, json, type Operation } from '../call.ts';
import { accountOf } from './account-of.ts';
import { onVersion, tagOf, versionsAsked } from './account-version.ts';

export const listAccounts: Operation = async (call) => {
  const accounts = await call.services.accounts.list();
  return json(200, { accounts: accounts.map((account) => summary(call, account)) });
};

export const createAccount: Operation = async (call) => {
  const account = await call.services.accounts.create(readAccount(call.body));
  return answer(call, account, 201, {
    location: `${call.services.publicBaseUrl}/manage/v1/accounts/${account.id}`,
  });
};

export const getAccount: Operation = async (call) => answer(call, await accountOf(call));

export const changeAccount: Operation = async (call) => {
  const versions = versionsAsked(call.request);
  const change = readAccountSettings(call.body);
  const update = ({ id, version }: Account) => call.services.accounts.update(id, version, change);
  return answer(call, await onVersion(() => accountOf(call), versions, update));
};

const answer = (call: Call, account: Account, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  json(status, { ...summary(call, account), fields: account.fields }, { etag: tagOf(account), ...headers });

const summary = ({ services }: Call, { id, name, unsupportedAttributes, log, version }: Account) => ({
  id,
  name,
  unsupportedAttributes,
  log,
  version,
  baseUrl: baseUrlOf(services, id),
});
