/** One user and one group, with all that is known of them. */

import type { Account } from '../../accounts/account.ts';
import { isOfType } from '../../accounts/resource-types.ts';
import { extensionUrn } from '../../kissflow/field.ts';
import type { StoredResource, Want } from '../../protocol/resource-store.ts';
import type { JsonObject } from '../../scim/json.ts';
import { isComplex } from '../../scim/resource/resource.ts';
import { retainedPart } from '../../scim/resource/retained.ts';
import { typeNamed } from '../../scim/schema/resource-type.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';
import { namesOf } from './names.ts';
import { writerOf } from './people.ts';
import { groupRow, referencesIn, userRow } from './rows.ts';

/** Groups of one user that are named; of a user in more, `user.groups` says how many there are. */
const MAX_GROUPS = 500;

export const getUser: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const { scope, stored, body } = await resourceOf(call, account, 'User', { members: false, groups: true });
  const extension = extensionUrn(account.id);
  const groupIds = [...(stored.related ?? [])].flatMap((value) =>
    isComplex(value) && typeof value.value === 'string' ? [value.value] : [],
  );
  const named = groupIds.slice(0, MAX_GROUPS);
  const [users, groups] = await Promise.all([
    namesOf(call, scope, referencesIn(body, extension)),
    namesOf(call, { ...scope, type: typeNamed(call.services.types(account), 'Group') }, named),
  ]);
  const kept = retainedPart(scope.type, stored.resource, isOfType)[extension];
  return json(200, {
    user: userRow(body, groupIds.length, extension, users),
    groups: named.map((id) => ({ id, displayName: groups.get(id)?.displayName })),
    attributes: attributesIn(body, extension),
    retained: isComplex(kept) ? Object.keys(kept) : [],
  });
};

export const getGroup: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const { scope, body } = await resourceOf(call, account, 'Group', { members: false, groups: false });
  const members = await call.services.resources.countMembers(scope, [String(body.id)]);
  return json(200, { group: groupRow(body, members), attributes: attributesIn(body) });
};

/** @throws Problem where it is not there */
export async function resourceOf(call: ManageCall, account: Account, name: 'User' | 'Group', want: Want) {
  const { services, path } = call;
  const type = typeNamed(services.types(account), name);
  const scope = { account: account.id, type };
  const id = (name === 'User' ? path.userId : path.groupId) ?? '';
  const stored: StoredResource | undefined = await services.resources.get(scope, id, want);
  if (!stored) throw new Problem('not-found', NOT_FOUND[name], { remedy: LOOK[name] });
  return { scope, stored, body: writerOf(services, account, type)(stored) };
}

const NOT_FOUND = {
  User: 'There is no user with this id in the account.',
  Group: 'There is no group with this id in the account.',
} as const;

const LOOK = {
  User: 'Look for the user in the list of users; the explanation (why) says when one was deleted.',
  Group: 'Look for the group in the list of groups; the log says when one was deleted.',
} as const;

/** As SCIM has them, without what the service provider adds and without Kissflow fields. */
function attributesIn(body: JsonObject, extension?: string): JsonObject {
  const { schemas: _schemas, id: _id, meta: _meta, groups: _groups, members: _members, ...attributes } = body;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== extension));
}
