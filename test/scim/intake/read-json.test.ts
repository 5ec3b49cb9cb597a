import * as fc from 'fast-check';
import { limits } from '../../../shared/scim/intake/limits.ts';
import { readJson } from '../../../shared/scim/intake/read-json.ts';
import { parseJson } from '../../../shared/scim/json.ts';

const outcome = (read: () => unknown): unknown => {
  try {
    return JSON.stringify(read());
  } catch {
    return 'refused';
  }
};

describe('reading JSON', () => {
  const value = fc.json({ depthSize: 'small', noUnicodeString: false });
  const number = fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.constantFrom('0', '7', '12', '01', '123456789012345678'),
      fc.constantFrom('', '.0', '.50', '.', 'e5', 'E-3', '.5e+07'),
    )
    .map((parts) => parts.join(''));
  const token = fc.oneof(
    {
      arbitrary: fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '\n',
        '\t',
        '"',
        '\\',
        'true',
        'null',
        'fals',
        '\u00A0',
      ),
      weight: 4,
    },
    number,
    fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"\\ud800"', '"\\\\"', '"\u0001"', '"\\"'),
  );

  it('takes what JSON.parse takes, and keeps the digits of numbers', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(outcome(() => readJson(text))).toBe(outcome(() => parseJson(text)));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        const read = outcome(() => readJson(text));
        if (read !== 'refused') expect(read).toBe(outcome(() => parseJson(text)));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(value, fc.nat(), token, (text, at, other) => {
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + other + text.slice(place);
        const read = outcome(() => readJson(broken));
        if (read !== 'refused') expect(read).toBe(outcome(() => parseJson(broken)));
      }),
    );
  });

  it.each([
    ['1.50', '{"a":1.50}'],
    ['-0', '{"a":-0}'],
    ['123456789012345678', '[123456789012345678]'],
    ['1', '{"a" : 1 }'],
    ['12', ' 12 '],
    ['a name that JavaScript gives a meaning', '{"__proto__":{"a":1},"constructor":1}'],
    ['escapes', '"\\u0041\\n\\ud83d\\ude00\\\\\\""'],
    ['a tab in a text', '"\t"'],
    ['a trailing comma', '[1,]'],
    ['a leading zero', '[01]'],
    ['two values', '1 2'],
    ['nothing', ' '],
    ['an open text', '"a\\"'],
    ['an open list', '[1'],
    ['an open object', '{"a":1'],
  ])('%s, as JSON.parse', (_name, text) => {
    expect(outcome(() => readJson(text))).toBe(outcome(() => parseJson(text)));
  });

  const names = (count: number) => Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',');

  it.each([
    ['a name twice', '{"a":{"b":1,"b":2}}', 'a.b is given twice: send it once.'],
    ['a name twice, with an escape', '{"a":1,"\\u0061":2}', 'a is given twice: send it once.'],
    [
      'a long name',
      `{"a":{"${'b'.repeat(513)}":1}}`,
      'a has a name of more than 512 characters: shorten it, or leave it out.',
    ],
    ['many names', `[{${names(5001)}}]`, '[0] has more than 5000 names: send fewer at once.'],
    ['many names at the root', `{${names(5001)}}`, 'The body has more than 5000 names: send fewer at once.'],
    [
      'nesting',
      `{"a":${'['.repeat(20)}${']'.repeat(20)}}`,
      expect.stringMatching(/^a\[0\]\S* is nested too deeply: 20 levels are taken\.$/),
    ],
    [
      'a long number',
      `{"a":[0,1${'0'.repeat(64)}]}`,
      'a[1] is a number of more than 64 characters: send fewer digits.',
    ],
    [
      'combining marks',
      `{"a":"e${'\u0301'.repeat(31)}"}`,
      'a has more than 30 combining marks behind each other: send text as people write it.',
    ],
    [
      'escaped combining marks',
      `{"a":"e${'\\u0301'.repeat(31)}"}`,
      expect.stringMatching(/^a has more than 30/),
    ],
  ])('refuses %s, and says where', (_name, text, detail) => {
    expect(() => readJson(text)).toThrow(expect.objectContaining({ status: 400, detail }));
  });

  it.each([
    ['a name', `{"${'b'.repeat(limits.name)}":1}`],
    ['names', `{${names(limits.names)}}`],
    ['levels', `${'['.repeat(limits.depth)}${']'.repeat(limits.depth)}`],
    ['digits', `[1${'0'.repeat(limits.number - 1)}]`],
    ['marks', `"e${'\u0301'.repeat(limits.marks)}"`],
  ])('takes as many as the limit says: %s', (_name, text) => {
    expect(() => readJson(text)).not.toThrow();
  });
});
