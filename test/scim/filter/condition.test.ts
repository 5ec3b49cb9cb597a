// RFC 7644 §3.4.2.2: the meaning of filters, which every store has to reproduce.
import { bindFilter } from '../../../shared/scim/filter/bind.ts';
import type { Condition } from '../../../shared/scim/filter/condition.ts';
import { evaluate } from '../../../shared/scim/filter/condition.ts';
import { parseFilter } from '../../../shared/scim/filter/parse.ts';
import { searchKeys } from '../../../shared/scim/filter/search-keys.ts';
import type { Json } from '../../../shared/scim/json.ts';
import { type Policy, strict } from '../../../shared/scim/policy.ts';
import { fixture, resources, type } from './sample.ts';

interface Case {
  readonly case: string;
  readonly filter: string;
  readonly ids: readonly string[];
}

function matches(text: string, policy: Policy): unknown[] {
  const condition = bindFilter(type, parseFilter(text, policy), policy);
  return resources.filter((one) => evaluate(condition, searchKeys(type, one))).map((one) => one.id);
}

describe('RFC 7644 §3.4.2.2 which resources a filter selects', () => {
  test.each(fixture<Case[]>('rfc7644-3.4.2.2-matches.json'))('$case: $filter', ({ filter, ids }) => {
    expect(matches(filter, strict)).toEqual(ids);
    expect(matches(filter, { lenientLiterals: true })).toEqual(ids);
    expect(matches(`not (${filter})`, strict)).toHaveLength(resources.length - ids.length);
  });
});

describe('Entra filters under lenientLiterals', () => {
  test.each(fixture<Case[]>('entra-matches.json'))('$case: $filter', ({ filter, ids }) => {
    expect(matches(filter, { lenientLiterals: true })).toEqual(ids);
  });
});

describe('conditions over search keys', () => {
  const keys: Json = {
    text: 'b\uFFFD',
    number: 2,
    yes: true,
    no: false,
    empty: '',
    nothing: null,
    list: ['x', 1, { a: 1 }],
    none: [],
    hollow: {},
    nested: { inner: { leaf: 'x' } },
  };
  const compare = (
    name: string,
    comparator: 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le',
    value: string | number | boolean,
  ): Condition => ({ kind: 'compare', path: [name], comparator, value });

  test.each<[string, Condition, boolean]>([
    ['code points, not UTF-16 units, give the order', compare('text', 'lt', 'b\u{1F600}'), true],
    ['ge on equal text', compare('text', 'ge', 'b\uFFFD'), true],
    ['le on greater text', compare('text', 'le', 'b'), false],
    ['gt on a number', compare('number', 'gt', 1), true],
    ['gt on an equal number', compare('number', 'gt', 2), false],
    ['eq on a boolean', compare('yes', 'eq', true), true],
    ['eq on the other boolean', compare('no', 'eq', true), false],
    ['a number is no text', compare('number', 'eq', '2'), false],
    ['a text is no number', compare('text', 'lt', 9), false],
    ['a boolean is no number', compare('yes', 'eq', 1), false],
    ['a number is no boolean', compare('number', 'ge', false), false],
    ['co on a number', compare('number', 'co', '2'), false],
    ['co by a number', compare('text', 'co', 2), false],
    ['sw', compare('text', 'sw', 'b'), true],
    ['ew', compare('text', 'ew', 'b'), false],
    ['everything contains the empty text', compare('empty', 'co', ''), true],
    ['eq on null', compare('nothing', 'eq', ''), false],
    ['eq on an absent key', compare('absent', 'eq', ''), false],
    ['lt on an absent key', compare('absent', 'lt', 1), false],
    ['eq on a list', compare('list', 'eq', 'x'), false],
    ['eq on a method of objects', compare('toString', 'eq', 'x'), false],
    ['the empty text is present', { kind: 'present', path: ['empty'] }, true],
    ['false is present', { kind: 'present', path: ['no'] }, true],
    ['null is not present', { kind: 'present', path: ['nothing'] }, false],
    ['an empty list is not present', { kind: 'present', path: ['none'] }, false],
    ['an empty object is not present', { kind: 'present', path: ['hollow'] }, false],
    ['an object is present', { kind: 'present', path: ['nested'] }, true],
    ['a path through objects', { kind: 'present', path: ['nested', 'inner', 'leaf'] }, true],
    ['a path through text', { kind: 'present', path: ['text', 'length'] }, false],
    ['a path through a list', { kind: 'present', path: ['list', '0'] }, false],
    ['the prototype is not present', { kind: 'present', path: ['__proto__'] }, false],
    ['any over a list', { kind: 'any', path: ['list'], where: compare('a', 'eq', 1) }, true],
    ['any over an object', { kind: 'any', path: ['nested'], where: { kind: 'present', path: [] } }, false],
    ['any over an empty list', { kind: 'any', path: ['none'], where: { kind: 'and', terms: [] } }, false],
    ['in', { kind: 'in', path: ['text'], values: ['a', 'b\uFFFD'] }, true],
    ['in without the value', { kind: 'in', path: ['text'], values: ['a'] }, false],
    ['in on a number', { kind: 'in', path: ['number'], values: ['2'] }, false],
    ['and of nothing', { kind: 'and', terms: [] }, true],
    ['or of nothing', { kind: 'or', terms: [] }, false],
  ])('%s', (_what, condition, met) => {
    expect(evaluate(condition, keys)).toBe(met);
    expect(evaluate({ kind: 'not', term: condition }, keys)).toBe(!met);
  });
});
