// Random filters and paths as the parser returns them, and random texts that look like filters.
import * as fc from 'fast-check';
import type { AttrPath, Comparator, Filter, Literal, Path } from '../../../shared/scim/filter/ast.ts';

const name = fc.constantFrom(
  'userName',
  'emails',
  'type',
  'value',
  '$ref',
  'a-b_c$1',
  'not',
  'and',
  'pr',
  'true',
  'constructor',
);
const urn = fc.constantFrom(
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:kissflow:x:Ac1:2:User',
  'http://a.b/c',
);

const attrPath: fc.Arbitrary<AttrPath> = fc.record({ urn, name, sub: name }, { requiredKeys: ['name'] });

const comparator = fc.constantFrom<Comparator[]>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');

// fc.string with unit 'binary' makes well-formed strings of all code points.
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).map((string) => string.replaceAll('\0', '')),
  fc.constantFrom('a] and b', 'x:y.z', '\\"', ') or (', '😀'),
);
const digits = fc.oneof(fc.integer().map(String), fc.constantFrom('12.50', '-0.0', '1E+2', '0e-9'));

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ kind: 'string', text: value })),
  digits.map((value): Literal => ({ kind: 'number', digits: value })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value })),
  fc.constant<Literal>({ kind: 'null' }),
);

const attrExp = (path: fc.Arbitrary<AttrPath>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc.record({ kind: fc.constant('present' as const), path }),
    fc.record({ kind: fc.constant('compare' as const), path, comparator, value: literal }),
  );

const combined = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).filter;

const valFilter = combined(attrExp(attrPath));

export const filters: fc.Arbitrary<Filter> = combined(
  fc.oneof(
    attrExp(attrPath),
    fc.record({ kind: fc.constant('valuePath' as const), path: attrPath, filter: valFilter }),
  ),
);

export const paths: fc.Arbitrary<Path> = fc.oneof(
  fc.record({ attribute: attrPath }),
  fc.record({ attribute: attrPath, filter: valFilter, sub: name }, { requiredKeys: ['attribute', 'filter'] }),
);

const WORDS = [
  ...[
    'userName',
    'emails',
    'name.familyName',
    'emails.value',
    'meta.version',
    'Floor',
    'Remote',
    'Joined',
    'Manager_1',
  ],
  ...[
    'constructor',
    '__proto__',
    'urn:ietf:params:scim:schemas:core:2.0:User:title',
    'schemas',
    'Tags',
    '$ref',
    '.value',
  ],
  ...[
    'eq',
    'ne',
    'co',
    'pr',
    'gt',
    'and',
    'or',
    'not',
    'true',
    'null',
    '12.5',
    '"x"',
    '"2026-01-01T00:00:00Z"',
    '"\\ud800"',
  ],
  ...['(', ')', '[', ']', '"', '\\', '.', ':', ' ', ' ', ' ', '\t', '\0', '\u{1F600}', '\uD800', 'é'],
];

/** Some parse, most do not. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 24 }).map((words) => words.join('')),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 24 }).map((words) => words.join(' ')),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
);
