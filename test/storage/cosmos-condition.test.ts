import type { Condition } from '../../shared/scim/filter/condition.ts';
import { evaluate } from '../../shared/scim/filter/condition.ts';
import type { JsonObject } from '../../shared/scim/json.ts';
import { type CosmosBind, cosmosCondition } from '../../shared/storage/cosmos/cosmos-sql.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

type Comparator = Extract<Condition, { kind: 'compare' }>['comparator'];

const compare = (
  path: readonly string[],
  comparator: Comparator,
  value: string | number | boolean,
): Condition => ({
  kind: 'compare',
  path,
  comparator,
  value,
});
const any = (path: readonly string[], where: Condition): Condition => ({ kind: 'any', path, where });
const not = (term: Condition): Condition => ({ kind: 'not', term });

describe('Conditions as Cosmos SQL', () => {
  it.each<readonly [string, Condition, string, readonly unknown[]]>([
    ['text', compare(['k', 'userName'], 'eq', 'ann'), 'c["k"]["userName"] = @0', ['ann']],
    ['a number', compare(['n'], 'ge', 1.5), 'c["n"] >= @0', [1.5]],
    ['a boolean', compare(['a'], 'eq', true), 'c["a"] = @0', [true]],
    ['part of a text', compare(['t'], 'sw', 'a'), 'STARTSWITH(c["t"], @0)', ['a']],
    ['part of a number', compare(['t'], 'co', 1), 'false', []],
    ['presence', { kind: 'present', path: ['t'] }, 'IS_DEFINED(c["t"])', []],
    ['one of', { kind: 'in', path: ['id'], values: ['a', 'b'] }, 'c["id"] IN (@0, @1)', ['a', 'b']],
    ['one of no values', { kind: 'in', path: ['id'], values: [] }, 'false', []],
    [
      'what a NOT turns around asks for the type first',
      not({
        kind: 'or',
        terms: [
          compare(['k', 't'], 'eq', 'b'),
          compare(['n'], 'ge', 1.5),
          compare(['a'], 'eq', true),
          compare(['t'], 'sw', 'a'),
          { kind: 'in', path: ['t'], values: ['x'] },
          any(['e'], compare([], 'eq', 'y')),
        ],
      }),
      '(NOT ((IS_STRING(c["k"]["t"]) AND c["k"]["t"] = @0) OR (IS_NUMBER(c["n"]) AND c["n"] >= @1) OR (IS_BOOL(c["a"]) AND c["a"] = @2) OR (IS_STRING(c["t"]) AND STARTSWITH(c["t"], @3)) OR (IS_STRING(c["t"]) AND c["t"] IN (@4)) OR EXISTS(SELECT VALUE e0 FROM e0 IN c["e"] WHERE (IS_STRING(e0) AND e0 = @5))))',
      ['b', 1.5, true, 'a', 'x', 'y'],
    ],
    ['all of nothing', { kind: 'and', terms: [] }, 'true', []],
    ['one of nothing', { kind: 'or', terms: [] }, 'false', []],
    [
      'an element of an element',
      any(['e'], any(['f'], compare([], 'eq', 'x'))),
      'EXISTS(SELECT VALUE e0 FROM e0 IN c["e"] WHERE EXISTS(SELECT VALUE e1 FROM e1 IN e0["f"] WHERE e1 = @0))',
      ['x'],
    ],
    [
      'a hostile name',
      { kind: 'present', path: ['a"] OR true--\\'] },
      'IS_DEFINED(c["a\\"] OR true--\\\\"])',
      [],
    ],
  ])('%s', (_name, condition, sql, values) => {
    const bound: unknown[] = [];
    const bind: CosmosBind = (value) => `@${bound.push(value) - 1}`;
    expect(cosmosCondition(condition, 'c', bind)).toBe(sql);
    expect(bound).toEqual(values);
  });
});

const KEYS: readonly JsonObject[] = [
  {},
  { t: 'b', n: 2, a: true, l: ['x'], e: [{ v: 'x', p: true }] },
  { t: 2, n: 'b', a: 'true', l: 'x', e: { v: 'x' } },
  { t: 'B', n: -1, a: false, l: [1, 'y'], e: [{ v: 'y' }, { p: true }] },
  { t: '\u{1F600}', n: 0, e: [{ f: ['x', 'y'] }, { f: [] }] },
  { t: '\uFFFD', constructor: 'b', ['__proto__']: 'b' },
];

const MEANINGS: readonly Condition[] = [
  ...(['eq', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const).flatMap((comparator) => [
    compare(['t'], comparator, 'b'),
    compare(['t'], comparator, '\u{1F600}'),
    compare(['n'], comparator, 0),
    compare(['a'], comparator, true),
    compare(['t', 'length'], comparator, 1),
  ]),
  any(['l'], compare([], 'eq', 'x')),
  any(['e'], compare(['v'], 'eq', 'y')),
  any(['e'], { kind: 'and', terms: [compare(['v'], 'eq', 'x'), compare(['p'], 'eq', true)] }),
  any(['e'], not({ kind: 'present', path: ['v'] })),
  any(['e'], any(['f'], compare([], 'eq', 'y'))),
  { kind: 'present', path: ['constructor'] },
  { kind: 'in', path: ['t'], values: ['b', 'B'] },
  { kind: 'in', path: ['t'], values: [] },
  { kind: 'or', terms: [compare(['t'], 'eq', 'b'), not(compare(['n'], 'eq', 2))] },
];

describe('RFC 7644 §3.4.2.2: SQL and memory agree, also under NOT where a value is absent or of another type', () => {
  it('on every condition and document', async () => {
    const { connect } = await connectedDouble();
    const store = connect();
    const documents = KEYS.map((keys, at) => ({ id: `u.${at}`, type: 'user', ...keys }));
    await store.batch(
      'AcDemo',
      documents.map((document) => ({ kind: 'create', document })),
    );
    for (const where of MEANINGS.flatMap((condition) => [condition, not(condition), not(not(condition))])) {
      const found = await store.query('AcDemo', { where, limit: 100 });
      const expected = documents.filter((document) => evaluate(where, document));
      expect({ where, ids: found.map(({ id }) => id) }).toEqual({ where, ids: expected.map(({ id }) => id) });
    }
  });
});
