/** Gathers what is known about one person, by few reads that an index serves, and has it explained. */

import type { Account } from '../../accounts/account.ts';
import type { Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { Identifiers, LogEntry } from '../../provisioning-log/entry.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { isId } from '../../scim/id.ts';
import { assigned } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import { isComplex } from '../../scim/resource/resource.ts';
import { typeNamed } from '../../scim/schema/resource-type.ts';
import { lastUseOf } from '../../tokens/listed-token.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { explain } from '../explanation/explanation.ts';
import type { Contact, Facts, FoundUser } from '../explanation/facts.ts';
import { countsOfLastDay } from './status.ts';
import { tokensOf } from './tokens.ts';

/** Why is Ann not provisioned? */
export const explainUser: ManageOperation = async (call) => {
  const account = await accountOf(call);
  return json(200, explain(await factsAbout(call, account, String(call.query.user).trim())));
};

/** Entries that are read about one person: more than a month of refusals, which Entra ID repeats once a day. */
const MAX_ENTRIES = 200;

async function factsAbout(call: ManageCall, account: Account, asked: string): Promise<Facts> {
  const scope = { account: account.id, type: typeNamed(call.services.types(account), 'User') };
  const [found, ...others] = await usersCalled(call, scope, asked);
  const entries = await entriesAbout(call, account.id, identifiersOf(asked, found));
  const user = found ?? (await userInLog(call, scope, entries));
  const holder = user ? undefined : await holderOfName(call, scope, entries);
  const isUnknown = !user && entries.length === 0;
  const contact = isUnknown ? await contactOf(call, account.id) : undefined;
  const { now } = call.services;
  return { asked, now: now(), logDays: account.log.days, user, others, entries, holder, contact };
}

/** As an account's users are told apart; those whom the text fits best come first. */
async function usersCalled(call: ManageCall, scope: Scope, asked: string): Promise<readonly FoundUser[]> {
  const [byId, byName, byExternalId] = await Promise.all([
    userWithId(call, scope, asked),
    usersWhere(call, scope, equals(['userName'], fold(asked)), 'userName'),
    usersWhere(call, scope, equals(['externalId'], asked), 'externalId'),
  ]);
  const found = [...(byId ? [byId] : []), ...byExternalId, ...byName];
  if (found.length > 0) return found.filter(({ id }, at) => found.findIndex((one) => one.id === id) === at);
  const email: Condition = { kind: 'any', path: ['emails'], where: equals(['value'], fold(asked)) };
  return usersWhere(call, scope, email, 'email');
}

const equals = (path: readonly string[], value: string): Condition => ({
  kind: 'compare',
  path,
  comparator: 'eq',
  value,
});

const NOTHING_BESIDE = { members: false, groups: false };

/** Users of the account whom a text may fit. */
const MAX_USERS = 5;

async function usersWhere(
  { services }: ManageCall,
  scope: Scope,
  condition: Condition,
  foundBy: FoundUser['foundBy'],
): Promise<readonly FoundUser[]> {
  const asked = { condition, startIndex: 1, count: MAX_USERS, want: NOTHING_BESIDE };
  const { resources } = await services.resources.query(scope, asked);
  return resources.map((stored) => foundUser(stored, foundBy));
}

async function userWithId(
  { services }: ManageCall,
  scope: Scope,
  id: string,
  foundBy: FoundUser['foundBy'] = 'id',
): Promise<FoundUser | undefined> {
  const stored = isId(id) ? await services.resources.get(scope, id, NOTHING_BESIDE) : undefined;
  return stored && foundUser(stored, foundBy);
}

function foundUser({ resource }: StoredResource, foundBy: FoundUser['foundBy']): FoundUser {
  const { id, userName, externalId, active, meta } = resource;
  return {
    id: String(id),
    userName: String(userName),
    ...assigned({ externalId: typeof externalId === 'string' ? externalId : undefined }),
    active: active !== false,
    lastModified: isComplex(meta) ? String(meta.lastModified) : '',
    foundBy,
  };
}

const identifiersOf = (asked: string, user: FoundUser | undefined): Identifiers => ({
  ids: [...new Set([asked, ...(user ? [user.id] : [])])],
  names: [asked, ...(user ? [user.userName] : [])],
  externalIds: [...new Set([asked, ...(user?.externalId === undefined ? [] : [user.externalId])])],
});

/** Groups may have the same names. */
async function entriesAbout(
  { services }: ManageCall,
  accountId: string,
  whom: Identifiers,
): Promise<readonly LogEntry[]> {
  const entries = await services.provisioningLog.latest(accountId, MAX_ENTRIES, whom);
  return entries.filter(({ resourceType = 'User' }) => resourceType === 'User');
}

/** Under a name or externalId that it has no more. */
async function userInLog(
  call: ManageCall,
  scope: Scope,
  entries: readonly LogEntry[],
): Promise<FoundUser | undefined> {
  const known = entries.find(({ resourceId }) => resourceId !== undefined);
  return known?.resourceId === undefined ? undefined : userWithId(call, scope, known.resourceId, 'log');
}

async function holderOfName(
  call: ManageCall,
  scope: Scope,
  entries: readonly LogEntry[],
): Promise<FoundUser | undefined> {
  const name = entries.find(({ outcome }) => outcome === 'refused')?.name;
  if (name === undefined) return undefined;
  return (await usersWhere(call, scope, equals(['userName'], fold(name)), 'userName'))[0];
}

async function contactOf(call: ManageCall, accountId: string): Promise<Contact> {
  // Writes what this process knows, before the counts are read.
  const tokens = await tokensOf(call, accountId);
  const [[newest], { counts }] = await Promise.all([
    call.services.provisioningLog.latest(accountId, 1),
    countsOfLastDay(call, accountId),
  ]);
  const hasLiveToken = tokens.some(({ status }) => status === 'live' || status === 'expiring');
  return {
    lastUse: lastUseOf(tokens),
    hasLiveToken,
    newest,
    unknownTokens: counts.refusals['token-unknown'],
  };
}
