/** By what the user management table is filtered: the parameters of a query as one condition on search keys. */

import type { Account } from '../../accounts/account.ts';
import { extensionUrn } from '../../kissflow/field.ts';
import type { Scope } from '../../protocol/resource-store.ts';
import { bindFilter } from '../../scim/filter/bind.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { fold } from '../../scim/resource/compare.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import type { ManageCall } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';

/** Members of a group by which users are filtered; a larger group has its own list of members. */
const MAX_MEMBERS = 1000;

/** Attributes of a user that a search looks into. */
const SEARCHED = ['userName', 'displayName', 'emails'];

/** @returns undefined where all users are asked for. @throws Problem, ScimError */
export async function usersAskedFor(
  call: ManageCall,
  account: Account,
  scope: Scope,
): Promise<Condition | undefined> {
  const { search, active, group, field, value } = call.query;
  const terms = [
    ...(typeof search === 'string' ? [contains(scope.type, SEARCHED, search)] : []),
    ...(typeof active === 'boolean' ? [isActive(active)] : []),
    ...(typeof group === 'string' ? [await inGroup(call, scope, group)] : []),
    ...(field === undefined && value === undefined ? [] : [hasValue(account, scope.type, field, value)]),
  ];
  return terms.length > 1 ? { kind: 'and', terms } : terms[0];
}

/** Any of the attributes has the text in it, without regard to case. */
export function contains(type: ResourceType, attributes: readonly string[], text: string): Condition {
  const value = fold(text);
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

/** A user of whom a client has not said whether it is active is active. */
function isActive(active: boolean): Condition {
  const disabled: Condition = { kind: 'compare', path: ['active'], comparator: 'eq', value: false };
  return active ? { kind: 'not', term: disabled } : disabled;
}

async function inGroup({ services }: ManageCall, scope: Scope, group: string): Promise<Condition> {
  const members = (await services.resources.countMembers(scope, [group])).get(group) ?? 0;
  if (members > MAX_MEMBERS) {
    const detail = `The group has ${members} members: users are filtered by groups of at most ${MAX_MEMBERS}.`;
    const remedy = `List the members of the group: /accounts/${scope.account}/groups/${group}/members.`;
    throw new Problem('invalid-request', detail, { errors: [{ parameter: 'group', detail }], remedy });
  }
  const where: Condition = { kind: 'compare', path: ['value'], comparator: 'eq', value: group };
  return { kind: 'any', path: ['groups'], where };
}

/** The whole value, compared as a SCIM filter would: the text of a number, a date or true is one. */
function hasValue(account: Account, type: ResourceType, field: unknown, value: unknown): Condition {
  if (typeof field !== 'string' || typeof value !== 'string') {
    const parameter = typeof field === 'string' ? 'value' : 'field';
    const detail = `${parameter} is missing: field and value go together.`;
    throw new Problem('invalid-request', detail, { errors: [{ parameter, detail }] });
  }
  const { id } = fieldNamed(account, field);
  const path = { urn: extensionUrn(account.id), name: id };
  const literal = { kind: 'string', text: value } as const;
  return bindFilter(
    type,
    { kind: 'compare', path, comparator: 'eq', value: literal },
    { lenientLiterals: true },
  );
}

function fieldNamed({ fields }: Account, id: string) {
  const found = fields.find((field) => field.id.toLowerCase() === id.toLowerCase());
  if (found) return found;
  const detail = `The account has no field ${id}: it has ${fields.map((field) => field.id).join(', ') || 'none'}.`;
  throw new Problem('invalid-request', detail, { errors: [{ parameter: 'field', detail }] });
}
