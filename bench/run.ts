/**
 * A whole run: accounts of different sizes are filled, then measured side by side. This room owns the load and the
 * figures; it fills stores directly, but measures over HTTP only.
 */

import { assigned } from '../shared/scim/json.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Connection } from '../terminal/token.ts';
import { type Bare, startBare } from './bare.ts';
import { type Fairness, fairness } from './fairness.ts';
import {
  type Interference,
  interference,
  type SearchInterference,
  searchInterference,
} from './interference.ts';
import { drive } from './load.ts';
import { type Contestant, measure, type Row, type Scenario } from './measure.ts';
import {
  changesIn,
  groupScenario,
  memberScenarios,
  memberWarmUp,
  WARM_UP_PASSES,
} from './member-scenarios.ts';
import { seedGroup, seedSmallGroups, seedUsers } from './population.ts';
import type { Outcome } from './report.ts';
import { type MeasuredAccount, openAccount } from './service.ts';
import { userScenarios } from './user-scenarios.ts';

/** So many members fit the body of one PATCH. */
const MOST_MEMBERS = 20_000;

/** Of the account that sends all it can beside a quiet one. */
const USERS_OF_LOUD = 1000;

export interface BenchArguments {
  /** How many users each measured account has, ascending. */
  readonly users: readonly number[];
  /** Sizes of the groups whose members change, ascending; they are in the account with the most users. */
  readonly members: readonly number[];
  /** For which each server is measured with each kind of request. */
  readonly seconds: number;
  /** Where the service leaves a CPU profile of itself. */
  readonly profiles: string | undefined;
}

interface Run {
  readonly bare: Bare;
  readonly seconds: number;
  readonly progress: Progress;
}

/** An account with the ids of its users, in order of creation. */
interface Filled extends MeasuredAccount {
  readonly userIds: readonly string[];
}

export async function runBench(options: BenchArguments, progress: Progress): Promise<Outcome> {
  const bare = await startBare();
  const accounts: Filled[] = [];
  try {
    for (const users of options.users) {
      const account = await openAccount({ profiles: options.profiles });
      accounts.push({ ...account, userIds: await fill(account, users, progress) });
    }
    const run = { bare, seconds: options.seconds, progress };
    const rows = await measureUsers(run, accounts);
    const last = accounts.at(-1);
    if (!last) return { rows };
    rows.push(...(await measureMembers(run, last, options.members)));
    const interfered = await measureInterference(run, last);
    const searches = await measureSearches(run, last);
    const fair = await measureFairness(run);
    return assigned({ rows, interference: interfered, searches, fairness: fair, memory: last.memory.peak() });
  } finally {
    for (const account of accounts) await account.close();
    bare.stop();
  }
}

async function fill({ store }: MeasuredAccount, users: number, progress: Progress): Promise<string[]> {
  const names = Array.from({ length: users }, (_, index) => index);
  const userIds = await seedUsers(store, progress, names);
  await seedSmallGroups(store, progress, userIds);
  return userIds;
}

function measureUsers(run: Run, accounts: readonly Filled[]): Promise<Row[]> {
  const contestants = accounts.map(({ service, userIds }) =>
    contestantsOf(service, userScenarios(userIds, run.seconds)),
  );
  return measureAll(run, 'measure users', contestants);
}

async function measureMembers(run: Run, account: Filled, sizes: readonly number[]): Promise<Row[]> {
  if (sizes.length === 0) return [];
  const { service, store, userIds } = account;
  const changes = changesIn(run.seconds);
  const names = Array.from({ length: changes.total }, (_, index) => `mover.${index}`);
  const movers = await seedUsers(store, run.progress, names);
  const warmUp = memberWarmUp(await seedGroup(store, run.progress, [], 'Bench group of movers'), movers);
  await drive(service, warmUp, { amount: WARM_UP_PASSES * movers.length });
  const groups = new Map<string, readonly Contestant[]>();
  for (const size of sizes) {
    const groupId = await seedGroup(store, run.progress, userIds.slice(0, size));
    const scenarios = [
      ...memberScenarios(groupId, size, movers, changes),
      groupScenario(groupId, size, run.seconds),
    ];
    groups.set(groupId, contestantsOf(service, scenarios));
  }
  const before = await versionsOf(service, groups.keys());
  const rows = await measureAll(run, 'measure members', [...groups.values()]);
  const made = (await versionsOf(service, groups.keys())) - before;
  const sent = 2 * changes.total * groups.size;
  if (made !== sent) throw new Error(`${made} of ${sent} changes of members had an effect.`);
  return rows;
}

async function measureInterference(run: Run, { service, store, userIds }: Filled): Promise<Interference> {
  const groupId = await seedGroup(store, run.progress, []);
  run.progress.start('measure one large change', 1);
  const measured = await interference(service, groupId, userIds.slice(0, MOST_MEMBERS));
  run.progress.step();
  run.progress.stop();
  return measured;
}

async function measureSearches(run: Run, { service, userIds }: Filled): Promise<SearchInterference> {
  run.progress.start('measure searches', 1);
  const measured = await searchInterference(service, userIds, run.seconds);
  run.progress.step();
  run.progress.stop();
  return measured;
}

/** On a service that lets as many requests of an account in as one does in Azure. */
async function measureFairness({ seconds, progress }: Run): Promise<Fairness> {
  const account = await openAccount({ requestsAtOnce: 16 });
  try {
    await fill(account, USERS_OF_LOUD, progress);
    progress.start('measure two accounts', 1);
    const measured = await fairness(account.service, await account.addAccount('AcQuiet'), seconds);
    progress.step();
    progress.stop();
    return measured;
  } finally {
    await account.close();
  }
}

const contestantsOf = (service: Connection, scenarios: readonly Scenario[]): Contestant[] =>
  scenarios.map((scenario) => ({ service, scenario }));

/** @param bySize the same kinds of requests for each size, in the same order */
async function measureAll(
  { bare, seconds, progress }: Run,
  phase: string,
  bySize: readonly (readonly Contestant[])[],
): Promise<Row[]> {
  const byKind = Map.groupBy(bySize.flat(), ({ scenario }) => scenario.name);
  progress.start(phase, byKind.size);
  const rows: Row[] = [];
  for (const contestants of byKind.values()) {
    rows.push(...(await measure(contestants, bare, seconds)));
    progress.step();
  }
  progress.stop();
  return rows;
}

/** The sum of the numbers in the groups' versions, which count their changes. */
async function versionsOf({ baseUrl, token }: Connection, groupIds: Iterable<string>): Promise<number> {
  let sum = 0;
  for (const groupId of groupIds) {
    const response = await fetch(`${baseUrl}/Groups/${groupId}?excludedAttributes=members`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.text();
    sum += Number(/\d+/.exec(response.headers.get('etag') ?? '')?.[0]);
  }
  return sum;
}
