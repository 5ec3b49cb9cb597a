/** Members of one group, a page at a time: each page costs the same, however large the group. */

import type { Account } from '../../accounts/account.ts';
import { assigned } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import type { Resource, Value } from '../../scim/resource/resource.ts';
import { typeNamed } from '../../scim/schema/resource-type.ts';
import { accountOf, jsonList, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { resourceOf } from './details.ts';
import { hintsForMembers } from './hints.ts';
import { resourcesNamed } from './names.ts';

/** Members that are read together where a name is looked for. */
const AT_ONCE = 500;

/** Members that one search looks through; the next one goes on behind them. */
const MAX_SEARCHED = 2000;

interface MemberRow {
  readonly id: string;
  readonly type: string;
  readonly userName: Value | undefined;
  readonly displayName: Value | undefined;
  readonly active: Value | undefined;
}

export const listMembers: ManageOperation = async (call) => {
  const account = await accountOf(call);
  await resourceOf(call, account, 'Group', { members: false, groups: false });
  const { search, cursor } = call.query;
  const limit = Number(call.query.limit);
  const wanted = typeof search === 'string' ? fold(search) : undefined;
  const atOnce = wanted === undefined ? limit : AT_ONCE;
  const rows: MemberRow[] = [];
  let nextCursor = typeof cursor === 'string' ? cursor : undefined;
  for (let searched = 0; rows.length < limit && searched < MAX_SEARCHED; searched += atOnce) {
    const page = await pageBehind(call, account, nextCursor, atOnce);
    const found = page.rows.filter((row) => wanted === undefined || isCalled(row, wanted));
    const shown = found.slice(0, limit - rows.length);
    rows.push(...shown);
    nextCursor = shown.length < found.length ? shown.at(-1)?.id : page.nextCursor;
    if (nextCursor === undefined) break;
  }
  const hints = rows.length > 0 ? undefined : hintsForMembers({ search, cursor, nextCursor });
  return jsonList(assigned({ nextCursor, hints }), 'members', rows);
};

/** A member that was just deleted has a membership for a moment, and no name. */
async function pageBehind(call: ManageCall, account: Account, after: string | undefined, limit: number) {
  const types = call.services.types(account);
  const scope = { account: account.id, type: typeNamed(types, 'Group') };
  const asked = { after, limit };
  const { members, isEnd } = await call.services.resources.listMembers(scope, call.path.groupId ?? '', asked);
  const byType = [...Map.groupBy(members, ({ type }) => type)];
  const found = await Promise.all(
    byType.map(async ([type, some]) => {
      const ids = some.map(({ id }) => id);
      const named = await resourcesNamed(call, { ...scope, type: typeNamed(types, type) }, ids);
      return named.map((resource) => memberRow(type, resource));
    }),
  );
  const rows = found.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  return { rows, nextCursor: isEnd ? undefined : members.at(-1)?.id };
}

const memberRow = (type: string, { id, userName, displayName, active }: Resource): MemberRow => ({
  id: String(id),
  type,
  userName,
  displayName,
  active,
});

const isCalled = ({ userName, displayName }: MemberRow, wanted: string): boolean =>
  [userName, displayName].some((name) => typeof name === 'string' && fold(name).includes(wanted));
