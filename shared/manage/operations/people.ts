/** Users and groups as the user management table shows them: a page at a time, in order of creation. */

import type { Account } from '../../accounts/account.ts';
import { isOfType } from '../../accounts/resource-types.ts';
import { each, inPieces } from '../../async/pieces.ts';
import { baseUrlOf, locateBelow } from '../../http/call.ts';
import { extensionUrn } from '../../kissflow/field.ts';
import type { Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { isId } from '../../scim/id.ts';
import type { JsonObject } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import { visiblePart } from '../../scim/resource/retained.ts';
import { writeResource } from '../../scim/resource/write.ts';
import { type ResourceType, typeNamed } from '../../scim/schema/resource-type.ts';
import { accountOf, jsonList, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { hintsForPeople } from './hints.ts';
import { groupRow, type Names, type NamesById, referencesIn, userRow } from './rows.ts';

export const listUsers: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const scope = { account: account.id, type: typeNamed(call.services.types(account), 'User') };
  const extension = extensionUrn(account.id);
  const { bodies, related, ...page } = await pageOf(call, account, scope, SEARCHED);
  const names = await namesOf(
    call,
    scope,
    bodies.flatMap((body) => referencesIn(body, extension)),
  );
  const rows = bodies.map((body, index) => userRow(body, related[index] ?? 0, extension, names));
  return jsonList({ ...page, ...hintsOf('users', call, page, rows) }, 'users', rows);
};

/** Attributes of a user. */
const SEARCHED = ['userName', 'displayName', 'emails'];

export const listGroups: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const scope = { account: account.id, type: typeNamed(call.services.types(account), 'Group') };
  const { bodies, related: _, ...page } = await pageOf(call, account, scope, ['displayName']);
  const ids = bodies.map(({ id }) => String(id));
  const members = await call.services.resources.countMembers(scope, ids);
  const rows = bodies.map((body) => groupRow(body, members));
  return jsonList({ ...page, ...hintsOf('groups', call, page, rows) }, 'groups', rows);
};

/** A page that was asked for none is no surprise. */
function hintsOf(
  what: 'users' | 'groups',
  { query: { search, count } }: ManageCall,
  page: { readonly startIndex: number; readonly totalResults: number },
  rows: readonly object[],
): { readonly hints?: readonly string[] } {
  if (rows.length > 0 || count === 0) return {};
  return {
    hints: hintsForPeople(what, { ...page, search: typeof search === 'string' ? search : undefined }),
  };
}

async function pageOf(
  { services, query }: ManageCall,
  account: Account,
  scope: Scope,
  searched: readonly string[],
) {
  const { type } = scope;
  const { search, startIndex, count } = query;
  const condition = typeof search === 'string' ? contains(type, searched, fold(search)) : undefined;
  const asked = { condition, startIndex: Number(startIndex), count: Number(count) };
  const found = await services.resources.query(scope, { ...asked, want: { members: false, groups: true } });
  const locate = locateBelow(baseUrlOf(services, account.id), services.types(account));
  const written = ({ resource, revision }: StoredResource): JsonObject =>
    writeResource(type, visiblePart(type, resource, isOfType), revision, locate);
  return {
    totalResults: found.totalResults,
    startIndex: asked.startIndex,
    bodies: await inPieces(each(found.resources, written)),
    related: found.resources.map(({ related = [] }) => related.length),
  };
}

function contains(type: ResourceType, attributes: readonly string[], value: string): Condition {
  const compare = (path: readonly string[]): Condition => ({
    kind: 'compare',
    path,
    comparator: 'co',
    value,
  });
  const terms = attributes.map(
    (name): Condition =>
      type.attributes.named(name)?.multiValued
        ? { kind: 'any', path: [name], where: compare(['value']) }
        : compare([name]),
  );
  return { kind: 'or', terms };
}

/** Users that one query is asked for. */
const AT_ONCE = 500;

/** What referenced users are called: a manager's id says nothing to a person. */
async function namesOf({ services }: ManageCall, scope: Scope, ids: readonly string[]): Promise<NamesById> {
  const names = new Map<string, Names>();
  const wanted = [...new Set(ids.filter(isId))];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const values = wanted.slice(start, start + AT_ONCE);
    const condition: Condition = { kind: 'in', path: ['id'], values };
    const asked = { condition, count: AT_ONCE, want: { members: false, groups: false } };
    for (let startIndex = 1, isShortened = true; isShortened; ) {
      const page = await services.resources.query(scope, { ...asked, startIndex });
      for (const { resource } of page.resources) {
        const { id, userName, displayName } = resource;
        names.set(String(id), { userName, displayName });
      }
      startIndex += page.resources.length;
      isShortened = page.isShortened;
    }
  }
  return names;
}
