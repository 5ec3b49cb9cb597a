/** What administrators read about fields beside their list: which types there are, and how many users have values. */

import { extensionUrn, FIELD_TYPES, hasOptions, isUserReference } from '../../kissflow/field.ts';
import { fieldTypes } from '../../kissflow/field-types.ts';
import { accountOf, json, type ManageOperation } from '../contract/call.ts';

export const listFieldTypes: ManageOperation = async () =>
  json(200, {
    fieldTypes: FIELD_TYPES.map((type) => ({
      type,
      title: fieldTypes[type].title,
      hasOptions: hasOptions(type),
      mayBeRequired: !isUserReference(type),
    })),
  });

/** Milliseconds: what is not counted by then is left out. */
const COUNTED_FOR = 5000;

/** One count after the other, as `changeFields` counts: an admin can wait, provisioning should not. */
export const getFieldUsage: ManageOperation = async (call) => {
  const { usage, now } = call.services;
  const { id: account, fields, formerFields = [] } = await accountOf(call);
  const end = now() + COUNTED_FOR;
  const users: Record<string, number> = {};
  for (const { id } of [...fields, ...formerFields]) {
    if (now() >= end) break;
    users[id] = await usage.count(account, extensionUrn(account), id);
  }
  return json(200, { users });
};
