/** Random users and random filters: every store must select what the in-memory evaluator selects, in the same order. */

import * as fc from 'fast-check';
import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { bindFilter } from '../../shared/scim/filter/bind.ts';
import { evaluate } from '../../shared/scim/filter/condition.ts';
import { parseFilter } from '../../shared/scim/filter/parse.ts';
import { searchKeys } from '../../shared/scim/filter/search-keys.ts';
import { strict } from '../../shared/scim/policy.ts';
import type { Resource, Value } from '../../shared/scim/resource/resource.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { sampleAccount } from '../sample-account.ts';
import { createUser, idOf, nothing, users } from './population.ts';

const type = typeNamed(resourceTypesOf(sampleAccount('reject')), 'User');
const KF = String(type.extensions[0]?.id);

/** Few words, so that filters hit; some that differ in case, in bytes and code points, or look like SQL. */
const word = fc.constantFrom(
  'a',
  'B',
  'b',
  'ab',
  'Ä',
  'ä',
  'z%',
  '_',
  "'",
  '\\"',
  '\uffee',
  '😀',
  'ß',
  ' ',
  '',
);
const text = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join('') || 'x');
const digits = fc.constantFrom(
  ...['0', '-1', '2', '2.50', '1e3', '-1.5', '0.02'],
  // One and the same double.
  ...['9007199254740992', '9007199254740993', '0.1', '0.1000000000000000055'],
);
const instantText = fc.constantFrom(
  '2026-01-31T09:30:00Z',
  '2026-01-31T10:30:00.5+01:00',
  '2025-12-31T23:59:59.9999999Z',
  '2026-01-31T24:00:00Z',
);
const kind = fc.constantFrom('work', 'home', 'other');

const assigned = (entries: Record<string, Value | undefined>): Resource =>
  Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );

const email = fc
  .record({
    value: fc.option(text, { nil: undefined }),
    type: fc.option(kind, { nil: undefined }),
    primary: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(assigned)
  .filter((one) => Object.keys(one).length > 0);

/** What has a binary value only is there all the same. */
const certificate = fc
  .record({ value: fc.constantFrom('AAEC', 'MIID'), type: fc.option(kind, { nil: undefined }) })
  .map(assigned);

const maybe = <Arbitrary>(arbitrary: fc.Arbitrary<Arbitrary>) => fc.option(arbitrary, { nil: undefined });

const fields = fc
  .record({
    Employee_ID: maybe(text),
    Cost_Rate: maybe(digits),
    Remote: maybe(fc.boolean()),
    Last_Review: maybe(instantText),
    Manager: maybe(text.map((value) => ({ value }))),
  })
  .map(assigned);

const user = fc
  .record({
    title: maybe(text),
    externalId: maybe(text),
    active: maybe(fc.boolean()),
    name: maybe(text.map((familyName) => ({ familyName }))),
    emails: maybe(fc.array(email, { minLength: 1, maxLength: 3 })),
    x509Certificates: maybe(fc.array(certificate, { minLength: 1, maxLength: 2 })),
    [KF]: fields.map((one) => (Object.keys(one).length > 0 ? one : undefined)),
  })
  .map(assigned);

const textOperator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const orderOperator = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le');
const quoted = text.map((value) => JSON.stringify(value));

const comparison = (
  name: fc.Arbitrary<string>,
  operator: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
) => fc.tuple(name, operator, value).map((parts) => parts.join(' '));

const inside = fc.oneof(
  comparison(
    fc.constantFrom('value', 'type'),
    textOperator,
    fc.oneof(
      quoted,
      kind.map((one) => `"${one}"`),
    ),
  ),
  comparison(fc.constant('primary'), fc.constantFrom('eq', 'ne'), fc.constantFrom('true', 'false')),
  fc.constantFrom('value pr', 'type pr', 'not (primary eq true)'),
);

const leaf = fc.oneof(
  comparison(
    fc.constantFrom(
      'userName',
      'title',
      'externalId',
      'name.familyName',
      'emails',
      'emails.type',
      'Employee_ID',
      'Manager',
    ),
    textOperator,
    quoted,
  ),
  comparison(fc.constant(`${KF}:Cost_Rate`), orderOperator, digits),
  comparison(
    fc.constant('Last_Review'),
    orderOperator,
    instantText.map((one) => `"${one}"`),
  ),
  comparison(
    fc.constantFrom('active', 'Remote', 'emails.primary'),
    fc.constantFrom('eq', 'ne'),
    fc.constantFrom('true', 'false'),
  ),
  fc
    .tuple(
      fc.constantFrom(
        'x509Certificates',
        'x509Certificates.value',
        'title',
        'emails',
        'name',
        'emails.value',
        'Remote',
        'Manager',
        'groups',
      ),
      fc.constant('pr'),
    )
    .map((parts) => parts.join(' ')),
  fc.constantFrom('x509Certificates[not (type eq "work")]', 'x509Certificates[value pr]'),
  fc.tuple(inside, fc.constantFrom('and', 'or'), inside).map(([a, join, b]) => `emails[${a} ${join} ${b}]`),
);

const filter = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter'))
      .map(([a, join, b]) => `(${a} ${join} ${b})`),
    tie('filter').map((term) => `not (${term})`),
  ),
})).filter;

export function describeFilters(name: string, open: () => Promise<DocumentStore>): void {
  describe(`${name}: RFC 7644 §3.4.2.2 filters against the in-memory evaluator`, () => {
    it('random users and random filters give the same ids in the same order', async () => {
      const sample = fc.array(user, { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(
          sample,
          fc.array(filter, { minLength: 8, maxLength: 8 }),
          async (people, filters) => {
            const store = resourceStore(await open());
            const stored = [];
            for (const [index, attributes] of people.entries()) {
              const draft = {
                attributes: { ...attributes, userName: `${index}ä` },
                members: [],
                log: () => [],
              };
              stored.push(await store.create(users, draft, nothing));
            }
            for (const one of filters) {
              const condition = bindFilter(type, parseFilter(one, strict), strict);
              const expected = stored
                .filter(({ resource }) => evaluate(condition, searchKeys(type, resource)))
                .map(idOf);
              const found = await store.query(users, { condition, startIndex: 1, count: 500, want: nothing });
              expect([one, found.resources.map(idOf), found.totalResults]).toEqual([
                one,
                expected,
                expected.length,
              ]);
            }
          },
        ),
        { numRuns: 60 },
      );
    });

    it.each([
      ['comparisons', Array.from({ length: 100 }, (_, at) => `emails[type eq "${at}"]`).join(' or ')],
      ['negations in each other', `${'not ('.repeat(20)}title eq "x"${')'.repeat(20)}`],
    ])('as many %s as a filter may have', async (_what, text) => {
      const store = resourceStore(await open());
      await createUser(store, 'ann', { title: 'x', emails: [{ value: 'a@x', type: '99' }] });
      const condition = bindFilter(type, parseFilter(text, strict), strict);
      const found = await store.query(users, { condition, startIndex: 1, count: 10, want: nothing });
      expect(found.totalResults).toBe(1);
    });
  });
}
