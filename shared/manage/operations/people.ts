/** Users and groups as the user management table shows them: a page at a time, in order of creation. */

import type { Account } from '../../accounts/account.ts';
import { isOfType } from '../../accounts/resource-types.ts';
import { each, inPieces } from '../../async/pieces.ts';
import { baseUrlOf, locateBelow } from '../../http/call.ts';
import { extensionUrn } from '../../kissflow/field.ts';
import type { Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import type { JsonObject } from '../../scim/json.ts';
import { visiblePart } from '../../scim/resource/retained.ts';
import { writeResource } from '../../scim/resource/write.ts';
import { type ResourceType, typeNamed } from '../../scim/schema/resource-type.ts';
import {
  accountOf,
  jsonList,
  type ManageCall,
  type ManageOperation,
  type ManageServices,
} from '../contract/call.ts';
import { hintsForPeople } from './hints.ts';
import { namesOf } from './names.ts';
import { groupRow, referencesIn, userRow } from './rows.ts';
import { contains, usersAskedFor } from './user-filters.ts';

export const listUsers: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const scope = { account: account.id, type: typeNamed(call.services.types(account), 'User') };
  const extension = extensionUrn(account.id);
  const condition = await usersAskedFor(call, account, scope);
  const { bodies, related, ...page } = await pageOf(call, account, scope, condition);
  const names = await namesOf(
    call,
    scope,
    bodies.flatMap((body) => referencesIn(body, extension)),
  );
  const rows = bodies.map((body, index) => userRow(body, related[index] ?? 0, extension, names));
  return jsonList({ ...page, ...hintsOf('users', call, page, rows) }, 'users', rows);
};

export const listGroups: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const scope = { account: account.id, type: typeNamed(call.services.types(account), 'Group') };
  const { search } = call.query;
  const condition = typeof search === 'string' ? contains(scope.type, ['displayName'], search) : undefined;
  const { bodies, related: _, ...page } = await pageOf(call, account, scope, condition);
  const ids = bodies.map(({ id }) => String(id));
  const members = await call.services.resources.countMembers(scope, ids);
  const rows = bodies.map((body) => groupRow(body, members));
  return jsonList({ ...page, ...hintsOf('groups', call, page, rows) }, 'groups', rows);
};

/** A page that was asked for none is no surprise. */
function hintsOf(
  what: 'users' | 'groups',
  { query: { search, count, active, group, field } }: ManageCall,
  page: { readonly startIndex: number; readonly totalResults: number },
  rows: readonly object[],
): { readonly hints?: readonly string[] } {
  if (rows.length > 0 || count === 0) return {};
  return {
    hints: hintsForPeople(what, {
      ...page,
      search: typeof search === 'string' ? search : undefined,
      isFiltered: [active, group, field].some((filter) => filter !== undefined),
    }),
  };
}

async function pageOf(
  { services, query }: ManageCall,
  account: Account,
  scope: Scope,
  condition: Condition | undefined,
) {
  const { type } = scope;
  const { startIndex, count, sort } = query;
  const asked = {
    condition,
    startIndex: Number(startIndex),
    count: Number(count),
    descending: sort === '-created',
  };
  const found = await services.resources.query(scope, { ...asked, want: { members: false, groups: true } });
  const written = writerOf(services, account, type);
  return {
    totalResults: found.totalResults,
    startIndex: asked.startIndex,
    bodies: await inPieces(each(found.resources, written)),
    related: found.resources.map(({ related = [] }) => related.length),
  };
}

/** A resource as SCIM tells it to a client. */
export function writerOf(services: ManageServices, account: Account, type: ResourceType) {
  const locate = locateBelow(baseUrlOf(services, account.id), services.types(account));
  return ({ resource, revision }: StoredResource): JsonObject =>
    writeResource(type, visiblePart(type, resource, isOfType), revision, locate);
}
