/** The Kissflow fields of an account, read and replaced as one list. */

import type { Account } from '../../accounts/account.ts';
import { changeFields } from '../../accounts/change-fields.ts';
import { json, type Operation } from '../call.ts';
import { Problem } from '../problem/problem.ts';
import { accountOf } from './account-of.ts';
import { onVersion, tagOf, versionsAsked } from './account-version.ts';

export const getFields: Operation = async (call) => {
  const account = await accountOf(call);
  return json(200, { fields: account.fields }, { etag: tagOf(account) });
};

export const replaceFields: Operation = async (call) => {
  const { request, services, query, body } = call;
  const confirm = query.confirm === true;
  const replace = ({ id, version }: Account) => changeFields(services, id, body.fields, { confirm, version });
  const change = await onVersion(() => accountOf(call), versionsAsked(request), replace);
  if ('needsConfirmation' in change) throw unconfirmed(change.needsConfirmation);
  const { account } = change;
  return json(200, { fields: account.fields }, { etag: tagOf(account) });
};

const unconfirmed = (needsConfirmation: readonly object[]): Problem =>
  new Problem(
    'needs-confirmation',
    'Nothing was changed. Values are kept, and hidden ones are shown again when the field is restored as before. To proceed, repeat the request with ?confirm=true.',
    { needsConfirmation },
  );
