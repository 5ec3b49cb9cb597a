/** An account as records: page by page out, and back in. */

import { randomUUID } from 'node:crypto';
import type { Account } from '../../accounts/account.ts';
import { changedSettings } from '../../accounts/changed-settings.ts';
import type { ChangedSetting } from '../../administrators-log/entry.ts';
import { restoreAccount } from '../../archive/account-record.ts';
import { importRecords } from '../../archive/import-records.ts';
import {
  emptyReport,
  type ImportReport,
  merged,
  type Numbered,
  type Refused,
} from '../../archive/import-report.ts';
import { accountRecord, recordOf } from '../../archive/record.ts';
import type { KeptEntry } from '../../provisioning-log/entry.ts';
import { changedAttributes, loggedMembers, subjectOf } from '../../provisioning-log/entry-parts.ts';
import { assigned, isObject, type JsonObject } from '../../scim/json.ts';
import type { Resource } from '../../scim/resource/resource.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { faultIn } from '../contract/validation.ts';

/** The first page begins with the account and says how many records follow. */
export const exportAccount: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const { archive, now } = call.services;
  const { cursor, limit } = call.query;
  const isFirst = typeof cursor !== 'string';
  const [page, totals] = await Promise.all([
    archive.page(account.id, isFirst ? undefined : cursor, Number(limit)),
    isFirst ? archive.totals(account.id) : undefined,
  ]);
  if (totals) call.noteChanges(countsOf({ ...totals }));
  const types = call.services.types(account);
  const records = page.items.map((item) => recordOf(account.id, types, item));
  const head = isFirst ? [accountRecord(account, now())] : [];
  return json(200, assigned({ records: [...head, ...records], nextCursor: page.next, totals }));
};

/** Records that cannot be put back are named in the answer; the others are put back. */
export const importAccount: ManageOperation = async (call) => {
  const numbered = recordsIn(call.body);
  const { settings = [], ...answer } = await imported(call, numbered);
  const { created, unchanged, refused } = answer;
  const counts = { received: numbered.length, created, unchanged, refused: refused.length };
  call.noteChanges([...settings, ...countsOf(counts)]);
  if (created > 0) await countAgain(call);
  return json(200, answer);
};

const countsOf = (counts: Readonly<Record<string, number>>): readonly ChangedSetting[] =>
  Object.entries(counts).map(([name, after]) => ({ setting: `records.${name}`, after }));

/** Users came without a request of a client. What was imported counts, whatever becomes of the number. */
const countAgain = ({ services, path }: ManageCall): Promise<void> =>
  services.counts.forgetDisabled(path.accountId ?? '').catch(() => undefined);

/** With the settings of an account that the import has made. */
interface Imported extends Answer {
  readonly settings?: readonly ChangedSetting[];
}

async function imported(call: ManageCall, numbered: readonly Numbered[]): Promise<Imported> {
  const faulty = numbered.flatMap(faultOf);
  const wrong = new Set(faulty.map(({ index }) => index));
  const sound = numbered.filter(({ index }) => !wrong.has(index));
  // Values of fields that the account lacks would be refused one by one, and so would all after a faulty account.
  if (faulty.some(({ index }) => numbered[index]?.record.record === 'account')) {
    return { ...emptyReport, notes: [NOTHING_ELSE], refused: faulty };
  }
  const head = await importHead(call, sound);
  const unread = { ...emptyReport, refused: faulty };
  if (head.refused.length > 0) return { notes: [NOTHING_ELSE], ...merged([head, unread]) };
  const account = await accountOf(call);
  const note = noteOf(call, account);
  const { archive, types } = call.services;
  const report = await importRecords({ account, types: types(account), archive, note }, sound);
  const settings = head.created > 0 ? changedSettings(undefined, account) : [];
  return { settings, notes: head.notes, ...merged([head, report, unread]) };
}

const NOTHING_ELSE = 'Nothing else of this request was imported.';

interface Answer extends ImportReport {
  readonly notes: readonly string[];
}

const recordsIn = ({ records }: JsonObject): Numbered[] =>
  (Array.isArray(records) ? records.filter(isObject) : []).map((record: JsonObject, index) => ({
    index,
    record,
  }));

const COMPONENTS = {
  account: 'AccountRecord',
  user: 'UserRecord',
  group: 'GroupRecord',
  membership: 'MembershipRecord',
} as const;

function faultOf({ index, record }: Numbered): Refused[] {
  const kind = Object.entries(COMPONENTS).find(([name]) => name === record.record);
  const detail = kind
    ? faultIn(kind[1], record)
    : `record must be one of ${Object.keys(COMPONENTS).join(', ')}.`;
  return detail === undefined ? [] : [{ index, detail }];
}

async function importHead(call: ManageCall, records: readonly Numbered[]): Promise<Answer> {
  const [head, ...others] = records.filter(({ record }) => record.record === 'account');
  const report: Answer = { ...emptyReport, notes: [] };
  if (!head) return report;
  if (others.length > 0) {
    const detail = 'One account at a time: send the account record once.';
    return { ...report, refused: others.map(({ index }) => ({ index, detail })) };
  }
  const restored = await restoreAccount(call.services.accounts, call.path.accountId ?? '', head.record);
  if (restored === 'created') return { ...report, created: 1 };
  const { lacking, differing } = restored;
  if (lacking.length === 0) return { ...report, unchanged: 1, notes: differing.map(stays) };
  const detail = `The account already exists and lacks the fields ${lacking.join(', ')}: define them first, or import into a new account.`;
  return { ...report, refused: [{ index: head.index, detail }] };
}

const stays = (what: string): string =>
  `The account already exists, and its ${what} differs; it was left unchanged.`;

const noteOf =
  ({ services, caller, correlationId }: ManageCall, { log }: Account) =>
  (type: ResourceType, resource: Resource, members: readonly string[]): readonly KeptEntry[] => {
    const { id, ...attributes } = resource;
    const entry = {
      id: randomUUID(),
      at: new Date(services.now()).toISOString(),
      operation: 'import',
      resourceType: type.name,
      resourceId: String(id),
      ...subjectOf(resource, type),
      outcome: 'success',
      event: members.length > 0 ? 'members-changed' : 'created',
      status: 200,
      attributes: changedAttributes({}, attributes, type.uniqueAttribute, log.values),
      ...(members.length > 0 ? { members: loggedMembers(members, [], false) } : {}),
      quirks: [],
      ignored: [],
      by: caller.id,
      correlationId,
      tokenId: '',
    } as const;
    return [{ entry, days: log.days }];
  };
