import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Condition } from '../../shared/scim/filter/condition.ts';
import { countSql, pageSql, type Sql } from '../../shared/storage/sqlite/sqlite-query.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { all, either, equal, everything, not, oneOf } from '../contract/document-store/opened.ts';

const from = { table: 'resources', partition: 'AcDemo', now: 0 };
const directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
const file = join(directory, 'scim.db');

/** What SQLite will do, without a parent's numbering. */
function plan({ text, values }: Sql): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
  database.close();
  return steps.map(({ detail }) => String(detail));
}

/** The steps that go to the table of documents. */
const searches = (sql: Sql): string[] => plan(sql).filter((step) => step.includes(' resources '));

/** What goes to the log, too, is merged in order of id. */
const MERGE = ['MERGE (UNION ALL)', 'LEFT', 'RIGHT'];
const inLog = (step: string): boolean => step.includes(' resources_log ');
const inDocuments = (step: string): boolean => !MERGE.includes(step) && !inLog(step);

beforeAll(() => openSqlite(file, 'resources').close());
afterAll(() => rmSync(directory, { recursive: true }));

const user = equal(['type'], 'user');
const membership = equal(['type'], 'membership');
const owing = equal(['owes'], true);

const FIRST_PAGES: readonly (readonly [string, Condition, string])[] = [
  ['everything', everything, 'sqlite_autoindex_resources_1 (partition=?)'],
  ['a type', user, 'resources_type (partition=? AND listed=?)'],
  [
    'a type and a filter',
    all(user, not(equal(['k', 'title'], 'x'))),
    'resources_type (partition=? AND listed=?)',
  ],
  [
    'externalId',
    all(user, equal(['k', 'externalId'], 'x')),
    'resources_external (partition=? AND listed=? AND externalId=?)',
  ],
  ['the members of a group', equal(['groupId'], 'g'), 'resources_group (partition=? AND groupId=?)'],
  [
    'memberships of a group',
    all(membership, equal(['groupId'], 'g')),
    'resources_group (partition=? AND groupId=?)',
  ],
  [
    'memberships of a user',
    all(membership, equal(['memberId'], 'u')),
    'resources_member (partition=? AND memberId=?)',
  ],
  ['what is owed', owing, 'resources_owes (partition=? AND owes=?)'],
];

describe('each query goes by its index, in order of id, with nothing to sort', () => {
  it.each(FIRST_PAGES)('%s', (_title, where, index) => {
    const first = plan(pageSql(from, { where, limit: 10 })).filter(inDocuments);
    expect(first).toEqual([`SEARCH resources USING INDEX ${index}`]);
    expect(plan(pageSql(from, { where, limit: 10, after: 'x' })).filter(inDocuments)).toEqual([
      `SEARCH resources USING INDEX ${index.replace(')', ' AND id>?)')}`,
    ]);
  });
});

describe('a prefix is where its index begins and ends, and a page that goes on begins behind the last', () => {
  const users = { ...from, prefix: 'u.' };
  it.each<readonly [string, Condition, string]>([
    ['a type', user, 'resources_type (partition=? AND listed=? AND id>? AND id<?)'],
    [
      'a type and a filter',
      all(user, not(equal(['k', 'title'], 'x'))),
      'resources_type (partition=? AND listed=? AND id>? AND id<?)',
    ],
    ['everything', everything, 'sqlite_autoindex_resources_1 (partition=? AND id>? AND id<?)'],
  ])('%s', (_title, where, index) => {
    for (const after of [undefined, 'u.5']) {
      const sql = pageSql(users, { where, limit: 10, after });
      expect(plan(sql)).toEqual([`SEARCH resources USING INDEX ${index}`]);
      expect(sql.values.filter((value) => value === 'u.').length).toBe(after === undefined ? 1 : 0);
    }
  });
});

describe('the log is read in order of id, newest entries first, by its key', () => {
  const outcome = equal(['k', 'outcome'], 'refused');
  it.each<readonly [string, Condition, string]>([
    ['entries', equal(['type'], 'log'), 'resources_type (partition=? AND listed=? AND id>?)'],
    ['refusals', all(equal(['type'], 'log'), outcome), 'resources_type (partition=? AND listed=? AND id>?)'],
    ['everything', everything, 'sqlite_autoindex_resources_1 (partition=? AND id>?)'],
  ])('%s', (_title, where, index) => {
    expect(plan(pageSql(from, { where, limit: 10, after: 'l.1' }))).toEqual([
      'MERGE (UNION ALL)',
      'LEFT',
      `SEARCH resources USING INDEX ${index}`,
      'RIGHT',
      'SEARCH resources_log USING PRIMARY KEY (partition=? AND id>?)',
    ]);
  });

  it.each([
    ['users', user],
    ['members of a group', equal(['groupId'], 'g')],
    ['what is owed', owing],
    ['named documents', oneOf(['id'], ['u.1', 'g.2'])],
    ['members and what is owed', either(equal(['groupId'], 'g'), owing)],
  ])('%s are never looked for in it', (_title, where) => {
    expect(plan(pageSql(from, { where, limit: 10 })).filter(inLog)).toEqual([]);
    expect(plan(countSql(from, where)).filter(inLog)).toEqual([]);
  });
});

describe('lists of ids go by an index', () => {
  it.each<readonly [string, Condition, RegExp]>([
    ['documents', oneOf(['id'], ['a', 'b']), /autoindex_resources_1 \(partition=\? AND id=\?\)/],
    ['users', all(user, oneOf(['id'], ['a', 'b'])), /\(partition=\? AND( listed=\? AND)? id=\?\)/],
    [
      'memberships',
      all(equal(['groupId'], 'g'), oneOf(['id'], ['a'])),
      /\(partition=\? AND( groupId=\? AND)? id=\?\)/,
    ],
    ['groups', oneOf(['groupId'], ['a', 'b']), /resources_group \(partition=\? AND groupId=\?\)/],
    ['members', oneOf(['memberId'], ['a', 'b']), /resources_member \(partition=\? AND memberId=\?\)/],
  ])('%s', (_title, where, index) => {
    const steps = searches(pageSql(from, { where, limit: 10 }));
    expect(steps).toEqual([expect.stringMatching(index)]);
  });
});

it('of two alternatives each goes by its own index', () => {
  const where = either(equal(['groupId'], 'g'), owing);
  expect(searches(pageSql(from, { where, limit: 10, after: 'x' }))).toEqual([
    'SEARCH resources USING INTEGER PRIMARY KEY (rowid=?)',
    'SEARCH resources USING INDEX resources_group (partition=? AND groupId=? AND id>?)',
    'SEARCH resources USING INDEX resources_owes (partition=? AND owes=? AND id>?)',
  ]);
});

it('the count of a type looks at no documents but those past their time', () => {
  expect(searches(countSql(from, user))).toEqual([
    'SEARCH resources USING INDEX resources_expires (partition=? AND expires<?)',
  ]);
});
