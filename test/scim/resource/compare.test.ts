// Comparable forms are stored: a vector that changes here orphans data.
import * as fc from 'fast-check';
import { comparableForm, compareText, fold, instant } from '../../../shared/scim/resource/compare.ts';
import { attribute } from '../filter/sample.ts';

describe('fold, frozen', () => {
  test.each([
    ['ANN@Contoso.com', 'ann@contoso.com'],
    ['', ''],
    ['Ä', 'ä'],
    ['A\u0308', 'ä'],
    ['É\u0323', 'ẹ\u0301'],
    ['İ', 'i\u0307'],
    ['I\u0307', 'i\u0307'],
    ['I', 'i'],
    ['ı', 'ı'],
    ['ß', 'ß'],
    ['ẞ', 'ß'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ΟΔΟΣΑ', 'οδοσα'],
    ['οδοσ', 'οδοσ'],
    ['οδος', 'οδοσ'],
    ['Σς', 'σσ'],
    ['\u03AA\u0301', '\u0390'],
    ['\u0390', '\u0390'],
    ['\u1FD3', '\u0390'],
    ['\u03B9\u0308\u0301', '\u0390'],
    ['\u03AB\u0301', '\u03B0'],
    ['J\u030C', '\u01F0'],
    ['j\u030C', '\u01F0'],
    ['\u01F0', '\u01F0'],
    ['H\u0331', '\u1E96'],
    ['T\u0308', '\u1E97'],
    ['\u1E66', '\u1E67'],
    ['\u0130stanbul', 'i\u0307stanbul'],
    ['\u212AELVIN', 'kelvin'],
    ['\u212A', 'k'],
    ['\u2126', 'ω'],
    ['ﬁ', 'ﬁ'],
    ['Ａ', 'ａ'],
    ['Ǆ', 'ǆ'],
    ['𐐀', '𐐨'],
    ['가', '가'],
    ['__PROTO__', '__proto__'],
  ])('%j -> %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...'aJjIıİΣσςΙιΥΪΐ\u0307\u0308\u0301\u030C\u0331\u0323'),
      maxLength: 6,
    }),
  );

  it('of a folded text is the text itself, in composed form', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(fold(fold(one))).toBe(fold(one));
        expect(fold(one).normalize('NFC')).toBe(fold(one));
      }),
    );
  });

  it('is the same for all spellings of a text: composed, decomposed, lower case', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(fold(one.normalize('NFD'))).toBe(fold(one));
        expect(fold(one.toLowerCase())).toBe(fold(one));
      }),
    );
  });

  it('of a word begins with that of its beginning (sw)', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ABΣσςΟδ.'), maxLength: 6 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        expect(fold(a + b)).toBe(fold(a) + fold(b));
      }),
    );
  });
});

describe('compareText: order of UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });

  it('is the order of the encoded bytes', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  test.each([
    ['a', 'b'],
    ['a', 'aa'],
    ['', '\0'],
    ['Z', 'a'],
    ['\uFFFD', '\u{1F600}'],
    ['\uE000', '\u{10000}'],
    ['\uD7FF', '\uE000'],
    ['x\uFFFFy', 'x\u{10FFFF}'],
  ])('%j is before %j', (a, b) => {
    expect(compareText(a, b)).toBeLessThan(0);
    expect(compareText(b, a)).toBeGreaterThan(0);
    expect(compareText(a, a)).toBe(0);
  });
});

describe('RFC 7643 §2.3.5 instant of a dateTime', () => {
  test.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.0000000Z'],
    ['2026-01-31T09:30:00', '2026-01-31T09:30:00.0000000Z'],
    ['2026-01-31T09:30:00.5Z', '2026-01-31T09:30:00.5000000Z'],
    ['2026-01-31T09:30:00.1234567Z', '2026-01-31T09:30:00.1234567Z'],
    ['2026-01-31T09:30:00.123456789Z', '2026-01-31T09:30:00.1234567Z'],
    ['2026-01-31T09:30:00.25', '2026-01-31T09:30:00.2500000Z'],
    ['2026-01-31T09:30:00+05:30', '2026-01-31T04:00:00.0000000Z'],
    ['2026-01-31T23:30:00-01:00', '2026-02-01T00:30:00.0000000Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.0000000Z'],
    ['2026-01-01T00:00:00-14:00', '2026-01-01T14:00:00.0000000Z'],
    ['2026-01-01T00:00:00-00:00', '2026-01-01T00:00:00.0000000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.0000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.0000000Z'],
    ['0050-06-01T00:00:00Z', '0050-06-01T00:00:00.0000000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
    // XML Schema 3.3.7.1: 24:00:00 is the first instant of the next day.
    ['2026-01-31T24:00:00Z', '2026-02-01T00:00:00.0000000Z'],
    ['2024-02-28T24:00:00.000', '2024-02-29T00:00:00.0000000Z'],
    ['2026-12-31T24:00:00+05:30', '2026-12-31T18:30:00.0000000Z'],
  ])('%s -> %s', (text, utc) => {
    expect(instant(text)).toBe(utc);
  });

  test.each([
    ['an impossible day', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['29 February of 1900', '1900-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a time behind 24:00:00', '2026-01-01T24:00:01Z'],
    ['a minute of hour 24', '2026-01-01T24:01:00Z'],
    ['a fraction behind 24:00:00', '2026-01-01T24:00:00.5Z'],
    ['24:00:00 of an impossible day', '2026-02-30T24:00:00Z'],
    ['24:00:00 of the last day', '9999-12-31T24:00:00Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['an offset past 14 hours', '2026-01-01T00:00:00+14:01'],
    ['an offset with minute 60', '2026-01-01T00:00:00+01:60'],
    ['a result before year 1', '0001-01-01T00:00:00+00:01'],
    ['year 0', '0000-06-01T00:00:00Z'],
    ['a result after year 9999', '9999-12-31T23:59:59-00:01'],
    ['a year of five digits', '12026-01-01T00:00:00Z'],
    ['a negative year', '-2026-01-01T00:00:00Z'],
    ['a date alone', '2026-01-31'],
    ['a dot without fraction', '2026-01-31T09:30:00.Z'],
    ['lower-case letters', '2026-01-31t09:30:00z'],
    ['an offset without colon', '2026-01-31T09:30:00+0530'],
    ['a space around it', ' 2026-01-31T09:30:00Z'],
    ['digits of another script', '٢٠٢٦-01-31T09:30:00Z'],
    ['nothing', ''],
  ])('none for %s', (_what, text) => {
    expect(instant(text)).toBeUndefined();
  });

  it('sorts as text the way the times sort', () => {
    const time = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const order = compareText(instant(a.toISOString()) ?? '', instant(b.toISOString()) ?? '');
        expect(Math.sign(order)).toBe(Math.sign(a.getTime() - b.getTime()));
      }),
    );
  });
});

describe('comparable form of a canonical value', () => {
  test.each([
    ['a string without caseExact is folded', attribute('a', { caseExact: false }), 'Ann', 'ann'],
    ['a caseExact string is kept', attribute('a', { caseExact: true }), 'Ann', 'Ann'],
    [
      'a reference is a string',
      attribute('a', { type: 'reference', caseExact: true }),
      'HTTP://X',
      'HTTP://X',
    ],
    ['a boolean', attribute('a', { type: 'boolean' }), false, false],
    [
      'a dateTime is an instant',
      attribute('a', { type: 'dateTime' }),
      '2026-01-01T01:00:00+01:00',
      '2026-01-01T00:00:00.0000000Z',
    ],
    ['a decimal is a sortable number', attribute('a', { type: 'decimal' }), '12.50', '11012125'],
    ['a decimal with exponent', attribute('a', { type: 'decimal' }), '1e3', '110141'],
    ['an integer', attribute('a', { type: 'integer' }), '-7', '-89882~'],
  ])('%s', (_what, definition, value, form) => {
    expect(comparableForm(definition, value)).toBe(form);
  });

  test.each([
    ['a decimal that is no JSON number', attribute('a', { type: 'decimal' }), '0x10'],
    ['a decimal that is empty', attribute('a', { type: 'integer' }), ''],
    ['a dateTime that is none', attribute('a', { type: 'dateTime' }), 'yesterday'],
    ['a binary', attribute('a', { type: 'binary' }), 'AAEC'],
    ['a complex value', attribute('a', { type: 'complex' }), { value: 'x' }],
    ['a list', attribute('a'), ['x']],
    ['a boolean where a string belongs', attribute('a'), true],
    ['a string where a boolean belongs', attribute('a', { type: 'boolean' }), 'true'],
  ])('none for %s', (_what, definition, value) => {
    expect(comparableForm(definition, value)).toBeUndefined();
  });
});
