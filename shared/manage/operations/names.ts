/** What users and groups are called: an id says nothing to a person. */

import type { Scope } from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { isId } from '../../scim/id.ts';
import type { Resource } from '../../scim/resource/resource.ts';
import type { ManageCall } from '../contract/call.ts';
import type { NamesById } from './rows.ts';

/** Resources that one query is asked for. */
const AT_ONCE = 500;

/** Of users, or of groups, which have no userName. Those that are not there have none. */
export async function namesOf(call: ManageCall, scope: Scope, ids: readonly string[]): Promise<NamesById> {
  const found = await resourcesNamed(call, scope, ids);
  return new Map(found.map(({ id, userName, displayName }) => [String(id), { userName, displayName }]));
}

/** Those of the resources that are there, without what is kept beside them. */
export async function resourcesNamed(
  { services }: ManageCall,
  scope: Scope,
  ids: readonly string[],
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  const wanted = [...new Set(ids.filter(isId))];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const values = wanted.slice(start, start + AT_ONCE);
    const condition: Condition = { kind: 'in', path: ['id'], values };
    // One more than there can be: a page that is not full needs no total.
    const asked = { condition, count: AT_ONCE + 1, want: { members: false, groups: false } };
    for (let startIndex = 1, isShortened = true; isShortened; ) {
      const page = await services.resources.query(scope, { ...asked, startIndex });
      found.push(...page.resources.map(({ resource }) => resource));
      startIndex += page.resources.length;
      isShortened = page.isShortened;
    }
  }
  return found;
}
