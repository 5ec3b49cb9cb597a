/** Property: any condition selects the documents that the in-memory evaluator selects, in the same order. */

import fc from 'fast-check';
import type { Condition } from '../../../shared/scim/filter/condition.ts';
import { evaluate } from '../../../shared/scim/filter/condition.ts';
import type { Json } from '../../../shared/scim/json.ts';
import { type Check, idsOf, keep, user } from './opened.ts';

const EXTENSION = 'urn:x:2.0:User';

const TEXTS = [
  '',
  'a',
  'A',
  'ab',
  'ba',
  'b',
  '%',
  '_',
  '"',
  "'",
  '\\',
  'é',
  'e\u0301',
  '\uFFFD',
  '\u{1F600}',
  '1',
  'true',
];
const text = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.array(fc.constantFrom(...TEXTS), { maxLength: 3 }).map((all) => all.join('')),
);
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, 1e21, 737607277927610800, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof({ weight: 3, arbitrary: text }, number, fc.boolean());
const list = fc.array(scalar, { minLength: 1, maxLength: 3 });

/** Like search keys: nothing in them is null or empty. */
const filled = (record: fc.Arbitrary<Record<string, Json>>): fc.Arbitrary<Json> =>
  record.filter((object) => Object.keys(object).length > 0);

const optional = { requiredKeys: [] };
const element = fc.oneof(
  {
    weight: 4,
    arbitrary: filled(fc.record({ type: scalar, value: scalar, primary: fc.boolean(), list }, optional)),
  },
  scalar,
);
const name = filled(fc.record({ first: scalar, value: scalar }, optional));
const keys = fc.record(
  {
    type: scalar,
    value: scalar,
    active: fc.boolean(),
    name: fc.oneof({ weight: 4, arbitrary: name }, scalar),
    list: fc.oneof({ weight: 4, arbitrary: list }, scalar),
    emails: fc.oneof(
      { weight: 4, arbitrary: fc.array(element, { minLength: 1, maxLength: 3 }) },
      scalar,
      name,
    ),
    [EXTENSION]: name,
  },
  optional,
);

const ROOT = [
  ['type'],
  ['value'],
  ['active'],
  ['name'],
  ['name', 'first'],
  ['list'],
  ['emails'],
  [EXTENSION, 'value'],
  ['no'],
];
const ELEMENT = [[], ['type'], ['value'], ['primary'], ['list']];

const { root: condition } = fc.letrec<{ root: Condition; element: Condition }>((tie) => {
  const on = (paths: readonly (readonly string[])[], self: 'root' | 'element') => {
    const path = fc.constantFrom(...paths);
    const terms = fc.array(tie(self), { maxLength: 3 });
    return fc.oneof(
      { maxDepth: 4 },
      fc.record({
        kind: fc.constant('compare' as const),
        path,
        comparator: fc.constantFrom('eq', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'),
        value: scalar,
      }),
      fc.record({ kind: fc.constant('present' as const), path }),
      fc.record({ kind: fc.constant('in' as const), path, values: fc.array(text, { maxLength: 3 }) }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), terms }),
      fc.record({ kind: fc.constant('not' as const), term: tie(self) }),
      fc.record({ kind: fc.constant('any' as const), path, where: tie('element') }),
    );
  };
  return {
    root: on(
      ROOT.map((path) => ['k', ...path]),
      'root',
    ),
    element: on(ELEMENT, 'element'),
  };
});

export function oracle(check: Check): void {
  check('random documents and conditions select what the evaluator selects', async (store) => {
    let runs = 0;
    const cases = fc.tuple(
      fc.array(keys, { minLength: 1, maxLength: 10 }),
      fc.array(condition, { minLength: 1, maxLength: 10 }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([resources, conditions]) => {
        runs += 1;
        const partition = `p${runs}`;
        const documents = resources.map((k, n) => user(`u.${n}`, { k }));
        await keep(store, documents, partition);
        for (const where of conditions) {
          const selected = resources.flatMap((k, n) => (evaluate(where, { k }) ? [`u.${n}`] : []));
          expect(await idsOf(store, where, partition)).toEqual(selected);
          expect(await store.count(partition, where)).toBe(selected.length);
        }
      }),
      { numRuns: 100 },
    );
  });
}
