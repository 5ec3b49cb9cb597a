/** Accounts: their settings, their Kissflow fields, and where their users are provisioned to. */

import type { Account } from '../../accounts/account.ts';
import { changeFields } from '../../accounts/change-fields.ts';
import { changedSettings } from '../../accounts/changed-settings.ts';
import { readAccount, readAccountSettings } from '../../accounts/settings.ts';
import { baseUrlOf } from '../../http/call.ts';
import { authorize } from '../callers/identify.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';
import { onVersion, tagOf, versionsAsked } from './account-version.ts';
import { consequencesOf } from './field-consequences.ts';

export const listAccounts: ManageOperation = async (call) => {
  const accounts = await call.services.accounts.list();
  return json(200, { accounts: accounts.map((account) => accountSummary(call, account)) });
};

export const createAccount: ManageOperation = async (call) => {
  const wanted = readAccount(call.body);
  if (wanted.log.values) authorizeValues(call);
  const account = await call.services.accounts.create(wanted);
  call.noteChanges(changedSettings(undefined, account));
  return accountAnswer(call, account, 201, {
    location: `${call.services.publicBaseUrl}/manage/v1/accounts/${account.id}`,
  });
};

export const getAccount: ManageOperation = async (call) => accountAnswer(call, await accountOf(call));

export const changeAccount: ManageOperation = async (call) => {
  const versions = versionsAsked(call.request);
  const change = readAccountSettings(call.body);
  const update = async (account: Account) => {
    if (change.log?.values && !account.log.values) authorizeValues(call);
    const changed = await call.services.accounts.update(account.id, account.version, change);
    call.noteChanges(changedSettings(account, changed));
    return changed;
  };
  return accountAnswer(call, await onVersion(() => accountOf(call), versions, update));
};

/** Values of users' attributes become readable in the log for everyone who reads it. @throws Problem */
const authorizeValues = ({ caller }: ManageCall): void =>
  authorize(caller, 'SuperAdmin', 'Switching on the values of the provisioning log');

const accountAnswer = (
  call: ManageCall,
  account: Account,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
) =>
  json(
    status,
    { ...accountSummary(call, account), fields: account.fields },
    { etag: tagOf(account), ...headers },
  );

const accountSummary = (
  { services }: ManageCall,
  { id, name, unsupportedAttributes, log, version }: Account,
) => ({
  id,
  name,
  unsupportedAttributes,
  log,
  version,
  baseUrl: baseUrlOf(services, id),
});

const fieldsAnswer = (account: Account) =>
  json(200, { fields: account.fields, formerFields: account.formerFields ?? [] }, { etag: tagOf(account) });

export const getFields: ManageOperation = async (call) => {
  return fieldsAnswer(await accountOf(call));
};

/** Read and replaced as one list. */
export const replaceFields: ManageOperation = async (call) => {
  const { request, services, query, body } = call;
  const { confirm = false, dryRun = false } = query as { confirm?: boolean; dryRun?: boolean };
  const retiring = body.retiring as readonly string[] | undefined;
  const replace = async (account: Account) => {
    const { id, version } = account;
    const change = await changeFields(services, id, body.fields, { confirm, version, dryRun, retiring });
    if ('account' in change) call.noteChanges(changedSettings(account, change.account));
    return 'account' in change ? change : consequencesOf(account, change.needsConfirmation);
  };
  const change = await onVersion(() => accountOf(call), versionsAsked(request), replace);
  if (!('account' in change)) {
    if (dryRun) return json(200, { needsConfirmation: change });
    throw unconfirmed(change);
  }
  // The change is made; what is left of this is owed, and others go on with it.
  await services.rekeying.advance(change.account, services.now() + REKEYED_AT_ONCE).catch(() => undefined);
  return fieldsAnswer(change.account);
};

/** Milliseconds that the answer waits for search keys: in a small account filters find all values behind it. */
const REKEYED_AT_ONCE = 1000;

const unconfirmed = (needsConfirmation: readonly object[]): Problem =>
  new Problem(
    'needs-confirmation',
    'Nothing was changed. Values are kept, and hidden ones are shown again when the field is restored as before. To proceed, repeat the request with ?confirm=true.',
    { needsConfirmation },
  );
