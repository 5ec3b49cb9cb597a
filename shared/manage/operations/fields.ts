/** The Kissflow fields of an account, read and replaced as one list. */

import { changeFields } from '../../accounts/change-fields.ts';
import { json, type Operation } from '../call.ts';
import { Problem } from '../problem.ts';
import { accountOf } from './account-of.ts';
import { tagOf, versionAsked } from './account-version.ts';

export const getFields: Operation = async (call) => {
  const account = await accountOf(call);
  return json(200, { fields: account.fields }, { etag: tagOf(account) });
};

export const replaceFields: Operation = async ({ request, services, path, query, body }) => {
  const version = versionAsked(request);
  const change = await changeFields(services, path.accountId ?? '', body.fields, {
    confirm: query.confirm === true,
    ...(version === undefined ? {} : { version }),
  });
  if ('needsConfirmation' in change) throw unconfirmed(change.needsConfirmation);
  const { account } = change;
  return json(200, { fields: account.fields }, { etag: tagOf(account) });
};

const unconfirmed = (needsConfirmation: readonly object[]): Problem =>
  new Problem(
    'needs-confirmation',
    'Nothing was changed. Values are kept, and shown again when the field returns; repeat with ?confirm=true to go on.',
    { needsConfirmation },
  );
