/** A whole run: for each size an account in a folder of its own is filled and measured, then thrown away. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../cli/entra-cycle/progress.ts';
import type { ResourceStore } from '../shared/storage/resource-store.ts';
import { resourceStore } from '../shared/storage/resources/store.ts';
import { openSqlite } from '../shared/storage/sqlite/sqlite-store.ts';
import type { BenchArguments } from './arguments.ts';
import { type Bare, startBare } from './bare.ts';
import type { Target } from './load.ts';
import { measure, type Servers } from './measure.ts';
import { changesIn, memberScenarios } from './member-scenarios.ts';
import { seedGroup, seedSmallGroups, seedUsers } from './population.ts';
import type { Row, Scenario } from './scenario.ts';
import { startService } from './service.ts';
import { userScenarios } from './user-scenarios.ts';

export async function runBench(options: BenchArguments, progress: Progress): Promise<Row[]> {
  const bare = await startBare();
  try {
    const rows: Row[] = [];
    for (const users of options.users) {
      const members = users === options.users.at(-1) ? options.members : [];
      rows.push(...(await measureAccount({ ...options, members }, users, bare, progress)));
    }
    return rows;
  } finally {
    bare.stop();
  }
}

async function measureAccount(
  { members, seconds, profiles }: BenchArguments,
  users: number,
  bare: Bare,
  progress: Progress,
): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scim-bench-'));
  const discard = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', discard);
  const service = await startService(dataDir, profiles);
  // The service has the file open as well: what is written here, it reads.
  const documents = openSqlite(join(dataDir, 'scim.db'), 'resources');
  try {
    const store = resourceStore(documents);
    const account = { store, servers: { service, bare, seconds }, progress };
    const userIds = await fill(account, users);
    const rows = await measureAll(account, userScenarios(userIds, seconds));
    return [...rows, ...(await measureMembers(account, userIds, members))];
  } finally {
    documents.close();
    await service.stop();
    process.off('exit', discard);
    discard();
  }
}

interface MeasuredAccount {
  readonly store: ResourceStore;
  readonly servers: Servers;
  readonly progress: Progress;
}

async function fill({ store, progress }: MeasuredAccount, users: number): Promise<string[]> {
  const userIds = await seedUsers(
    store,
    progress,
    Array.from({ length: users }, (_, index) => index),
  );
  await seedSmallGroups(store, progress, userIds);
  return userIds;
}

async function measureMembers(
  account: MeasuredAccount,
  userIds: readonly string[],
  sizes: readonly number[],
): Promise<Row[]> {
  if (sizes.length === 0) return [];
  const { store, servers, progress } = account;
  const changes = changesIn(servers.seconds);
  const names = Array.from({ length: changes.total }, (_, index) => `mover.${index}`);
  const movers = await seedUsers(store, progress, names);
  const rows: Row[] = [];
  for (const size of sizes) {
    const groupId = await seedGroup(store, progress, userIds.slice(0, size));
    const before = await versionOf(servers.service, groupId);
    rows.push(...(await measureAll(account, memberScenarios(groupId, size, movers, changes))));
    const made = (await versionOf(servers.service, groupId)) - before;
    if (made !== 2 * changes.total) throw new Error(`${made} of ${2 * changes.total} changes had an effect.`);
  }
  return rows;
}

async function measureAll({ servers, progress }: MeasuredAccount, scenarios: readonly Scenario[]) {
  const rows: Row[] = [];
  const [{ size, unit } = { size: 0, unit: '' }] = scenarios;
  progress.start(`measure ${size} ${unit}`, scenarios.length);
  for (const scenario of scenarios) {
    rows.push(await measure(servers, scenario));
    progress.step();
  }
  progress.stop();
  return rows;
}

/** The number of changes of a group: its version counts them. */
async function versionOf({ baseUrl, token }: Target, groupId: string): Promise<number> {
  const response = await fetch(`${baseUrl}/Groups/${groupId}?excludedAttributes=members`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.text();
  return Number(/\d+/.exec(response.headers.get('etag') ?? '')?.[0]);
}
