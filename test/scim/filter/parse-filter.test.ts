// RFC 7644 §3.4.2.2: the filter grammar, its limits and its errors.
import * as fc from 'fast-check';
import { ScimError } from '../../../shared/scim/error.ts';
import type { Filter } from '../../../shared/scim/filter/ast.ts';
import { bindFilter } from '../../../shared/scim/filter/bind.ts';
import { parseFilter, parsePath } from '../../../shared/scim/filter/parse.ts';
import { strict } from '../../../shared/scim/policy.ts';
import { filters, texts } from './arbitrary.ts';
import { printFilter } from './print.ts';
import { fixture, type } from './sample.ts';
import { thrownBy } from './thrown.ts';

const parse = (text: string): Filter => parseFilter(text, strict);
const parseLenient = (text: string): Filter => parseFilter(text, { lenientLiterals: true });
const pr = (name: string): Filter => ({ kind: 'present', path: { name } });
const eq = (name: string, text: string): Filter => ({
  kind: 'compare',
  path: { name },
  comparator: 'eq',
  value: { kind: 'string', text },
});

describe('RFC 7644 §3.4.2.2 filter: the tree that a text means', () => {
  test.each<[string, Filter]>([
    ['a pr and b pr and c pr', { kind: 'and', terms: [pr('a'), pr('b'), pr('c')] }],
    ['a pr or b pr and c pr', { kind: 'or', terms: [pr('a'), { kind: 'and', terms: [pr('b'), pr('c')] }] }],
    ['(a pr or b pr) and c pr', { kind: 'and', terms: [{ kind: 'or', terms: [pr('a'), pr('b')] }, pr('c')] }],
    ['not (a pr) and b pr', { kind: 'and', terms: [{ kind: 'not', term: pr('a') }, pr('b')] }],
    ['not(not(a pr))', { kind: 'not', term: { kind: 'not', term: pr('a') } }],
    ['((a pr))', pr('a')],
    ['and pr', pr('and')],
    ['not pr', pr('not')],
    ['a eq "x and (y] or z"', eq('a', 'x and (y] or z')],
    ['a eq "\\"\\\\\\/\\b\\n\\u00e9\\ud83d\\ude00"', eq('a', '"\\/\b\né😀')],
    ['a[b eq "]"]', { kind: 'valuePath', path: { name: 'a' }, filter: eq('b', ']') }],
    [
      'a[b pr or c pr].d eq "x"',
      {
        kind: 'valuePath',
        path: { name: 'a' },
        filter: { kind: 'and', terms: [{ kind: 'or', terms: [pr('b'), pr('c')] }, eq('d', 'x')] },
      },
    ],
    [
      'a[b pr].$ref pr',
      { kind: 'valuePath', path: { name: 'a' }, filter: { kind: 'and', terms: [pr('b'), pr('$ref')] } },
    ],
    ['urn:a:2.0:User:b.c pr', { kind: 'present', path: { urn: 'urn:a:2.0:User', name: 'b', sub: 'c' } }],
    ['urn:a:2.0:User pr', { kind: 'present', path: { urn: 'urn:a:2.0', name: 'User' } }],
  ])('%s', (text, filter) => {
    expect(parse(text)).toEqual(filter);
  });

  test.each(['12.50', '-0', '1E+400', '123456789012345678901234567890'])(
    'the number %s keeps its digits',
    (digits) => {
      expect(parse(`a eq ${digits}`)).toMatchObject({ value: { kind: 'number', digits } });
    },
  );

  test.each(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])(
    'the operator %s, in any case',
    (comparator) => {
      expect(parse(`a ${comparator.toUpperCase()} null`)).toMatchObject({
        comparator,
        value: { kind: 'null' },
      });
    },
  );

  it('reads what was printed', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parse(printFilter(filter))).toEqual(filter);
        expect(parseLenient(printFilter(filter))).toEqual(filter);
      }),
    );
  });
});

describe('RFC 7644 §3.4.2.2 syntax errors -> 400 invalidFilter', () => {
  test.each(fixture<{ case: string; filter: string; detail: string }[]>('invalid-syntax.json'))(
    '$case: $filter',
    ({ filter, detail }) => {
      expect(thrownBy(() => parse(filter))).toMatchObject({ status: 400, scimType: 'invalidFilter', detail });
    },
  );

  test.each(fixture<{ case: string; literal: string }[]>('marks.json'))(
    'a mark that is no quotation mark is no part of a value: $case, $literal',
    ({ literal }) => {
      const quoting = expect.stringContaining('put the value between plain double quotation marks');
      const options = [strict, { lenientLiterals: true, singleQuotes: true }];
      for (const policy of options) {
        for (const text of [`userName eq ${literal}`, `not (emails[value ne ${literal}])`]) {
          const error = thrownBy(() => parseFilter(text, policy));
          expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter', detail: quoting });
        }
        const error = thrownBy(() => parsePath(`emails[type eq ${literal}].value`, policy));
        expect(error).toMatchObject({ status: 400, scimType: 'invalidPath', detail: quoting });
      }
    },
  );

  test.each([
    ["'ann'", 'ann'],
    ["''", ''],
    [`'say "hi"'`, 'say "hi"'],
    ["'O\\'Malley'", "O'Malley"],
    ["'a\\u00e9\\\\ (b] c'", 'aé\\ (b] c'],
  ])('under singleQuotes %s is the string %j', (literal, text) => {
    const policy = { singleQuotes: true };
    expect(parseFilter(`a eq ${literal}`, policy)).toEqual(eq('a', text));
    expect(parsePath(`x[a eq ${literal}].y`, policy)).toEqual({
      attribute: { name: 'x' },
      filter: eq('a', text),
      sub: 'y',
    });
  });

  test.each(["O'Malley", 'a"b', 'x&quot;', '&x', '%40ann', '\\\\server', 'u0022', 'ʻAkaka'])(
    'an unquoted word that only holds a mark is a word: %s',
    (word) => {
      const policy = { lenientLiterals: true, singleQuotes: true };
      expect(parseFilter(`a eq ${word}`, policy)).toEqual(eq('a', word));
    },
  );

  const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`;
  const chained = (count: number) => Array(count).fill('a pr').join(' or ');
  const long = (length: number) => `a eq "${'x'.repeat(length - 7)}"`;

  test.each([
    ['20 levels', nested(20)],
    ['19 levels around a value path', `${'not ('.repeat(19)}a[b pr]${')'.repeat(19)}`],
    ['100 comparisons', chained(100)],
    ['4096 characters', long(4096)],
    ['30 combining marks', `title eq "a${'\u0301'.repeat(30)}"`],
    ['20 levels twice', `${nested(20)} and ${nested(20)}`],
  ])('%s are allowed', (_what, text) => {
    expect(parse(text)).toBeDefined();
  });

  test.each([
    ['21 levels', nested(21), 'Nested deeper than 20 levels at position 22.'],
    [
      '20 levels around a value path',
      `${'not ('.repeat(20)}a[b pr]${')'.repeat(20)}`,
      'Nested deeper than 20 levels',
    ],
    ['parentheses to the brim', '('.repeat(4096), 'Nested deeper than 20 levels'],
    ['101 comparisons', chained(101), 'More than 100 comparisons'],
    ['4097 characters', long(4097), 'Longer than 4096 characters'],
    ['a megabyte', long(1_000_000), 'Longer than 4096 characters'],
    [
      '31 combining marks',
      `title eq "a${'\u0301'.repeat(31)}"`,
      'More than 30 combining marks behind each other',
    ],
  ])('%s: 400 that tells the limit', (_what, text, detail) => {
    expect(thrownBy(() => parse(text))).toMatchObject({
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });

  it('a lenient word that is not well-formed Unicode is refused as a string is', () => {
    expect(thrownBy(() => parseLenient('a eq x\uD800'))).toMatchObject({ scimType: 'invalidFilter' });
    expect(thrownBy(() => parseLenient('a eq x\0'))).toMatchObject({ scimType: 'invalidFilter' });
  });

  it('no text makes the parser or the binder throw anything but a ScimError', () => {
    const run = (text: string, lenientLiterals: boolean) => {
      const policy = { lenientLiterals };
      return bindFilter(type, parseFilter(text, policy), policy);
    };
    fc.assert(
      fc.property(texts, fc.boolean(), (text, lenient) => {
        const error = thrownBy(() => run(text, lenient));
        if (error !== undefined) expect(error).toBeInstanceOf(ScimError);
        if (error instanceof ScimError) expect(error.detail.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
