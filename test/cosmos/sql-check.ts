/**
 * `npm run sql:check`: Microsoft's query planner accepts every query and every patch condition that the contract suites
 * send through the adapter for Cosmos DB, and each query asks one partition and leaves nothing to the client. With
 * `--write` it asks nobody: the table of shapes (shapes.ts) goes into docs/cosmos.md.
 * Exit code: 0 when that is so, 1 when not, 2 where it cannot be checked.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Statement } from '../doubles/cosmos/statements.ts';
import { table } from './estimates.ts';
import { type Plan, planned, plannerVersion, type Verdict } from './query-planner/query-planner.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The suites of every room that talks to Cosmos DB: contracts, resources, races, accounts, archives, tokens; whole requests. */
const SUITES = [
  'test/storage/cosmos.test.ts',
  'test/storage/cosmos-resources.test.ts',
  'test/storage/cosmos-staleness.test.ts',
  'test/storage/filters.test.ts',
  'test/storage/archive-stores.test.ts',
  'test/accounts/account-stores.test.ts',
  'test/tokens/promises.test.ts',
  'test/cosmos/service.test.ts',
];
/** What those send that wait or fail on the way is no other SQL. */
const OTHERS = '^(?!Cosmos DB with latency|SQLite)';

/** Runs the suites with a double that writes down what it is sent. */
function recordedStatements(): Statement[] {
  const folder = mkdtempSync(join(tmpdir(), 'statements-'));
  const file = join(folder, 'statements.ndjson');
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/jest/bin/jest.js'), '--testNamePattern', OTHERS, ...SUITES],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, COSMOS_STATEMENTS: file } },
    );
    if (status !== 0) throw new Error(`The suites failed:\n${stderr}`);
    return readFileSync(file, 'utf8').trim().split('\n').map(parsed);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const parsed = (line: string): Statement => JSON.parse(line);

/** Each of them has to be refused, or the check proves nothing. */
const WRONG: readonly Statement[] = [
  'SELECT TOP @p1 FROM c WHERE c["partitionKey"] = @p0',
  'SELECT * FROM c WHERE c["partitionKey"] = @p0 AND IS_TEXT(c["id"])',
  'SELECT * FROM c WHERE c["partitionKey"] = @p0 AND d["id"] = @p0',
  'SELECT * FROM c WHERE c["partitionKey"] = @p0 OR c["id"] = @p0',
  'SELECT * FROM c ORDER BY c["id"]',
].map((query) => ({ kind: 'query', query, parameters: [{ name: '@p0', value: 'AcDemo' }] }));

function objection({ kind }: Statement, verdict: Verdict): string | undefined {
  if ('errors' in verdict) return JSON.stringify(verdict.errors);
  if (kind === 'condition') return undefined;
  return staysInOne(verdict.plan) ? work(verdict.plan) : 'asks more than one partition';
}

/** A range of one point; one that can select nothing has an empty range. */
const staysInOne = ({ queryRanges }: Plan): boolean =>
  queryRanges.length === 1 && queryRanges.every(({ min, max }) => min === max);

/** What the client would have to do beyond passing pages on. */
function work({ queryInfo: { hasSelectValue: _, distinctType, ...rest } }: Plan): string | undefined {
  const parts = Object.entries(rest).filter(([, value]) => !isNothing(value));
  const names = [...parts.map(([name]) => name), ...(distinctType === 'None' ? [] : ['distinctType'])];
  return names.length === 0 ? undefined : `leaves work to the client: ${names}`;
}

const isNothing = (value: unknown): boolean =>
  !value || (typeof value === 'object' && Object.keys(value).length === 0);

interface Objection {
  readonly statement: Statement;
  readonly reason: string;
}

function objections(statements: readonly Statement[]): Objection[] {
  const verdicts = planned(statements);
  return statements.flatMap((statement, index) => {
    const reason = objection(statement, verdicts[index] ?? { errors: 'no answer' });
    return reason === undefined ? [] : [{ statement, reason }];
  });
}

function check(): number {
  if (objections(WRONG).length < WRONG.length) throw new Error('The planner accepts what is wrong.');
  const sent = recordedStatements();
  const found = objections(sent);
  for (const { statement, reason } of found) console.log(`${statement.query}\n  ${reason}`);
  const conditions = sent.filter(({ kind }) => kind === 'condition').length;
  console.log(
    `sql:check: ${sent.length - conditions} queries and ${conditions} patch conditions, ` +
      `${found.length} refused by the planner of Microsoft.Azure.Cosmos ${plannerVersion()}`,
  );
  return found.length === 0 ? 0 : 1;
}

/** In place of the table that is there. */
function writeTable(): number {
  const file = join(ROOT, 'docs/cosmos.md');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/^\| operation \|[\s\S]*?\n(?=\n)/m, () => `${table()}\n`),
  );
  return 0;
}

try {
  process.exitCode = process.argv.includes('--write') ? writeTable() : check();
} catch (error) {
  console.error(`sql:check: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
