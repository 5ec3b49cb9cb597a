// Numbers as sortable text are stored: a vector that changes here orphans data.
import * as fc from 'fast-check';
import { compareText, isJsonNumber, sortableNumber } from '../../../shared/scim/resource/compare.ts';

describe('RFC 8259 §6 numbers', () => {
  test.each(['0', '-0', '12.50', '1e3', '1E-3', '1.5e+10', '123456789012345678901234567890'])(
    '%s is one',
    (text) => {
      expect(isJsonNumber(text)).toBe(true);
    },
  );
  test.each(['', '-', '+1', '01', '1.', '.5', '1e', 'NaN', 'Infinity', '0x1', '1 ', '1\n', '١'])(
    '%j is none',
    (text) => {
      expect(isJsonNumber(text)).toBe(false);
    },
  );
});

describe('RFC 7643 §2.3.3 and §2.3.4 numbers as text that sorts', () => {
  test.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['0e999', '0'],
    ['1', '110111'],
    ['12.50', '11012125'],
    ['1250e-2', '11012125'],
    ['0.00125E4', '11012125'],
    ['0.1', '110101'],
    ['0.01', '109881'],
    ['-12.5', '-8987874~'],
    ['1e-9999', '109500011'],
  ])('%s -> %s', (digits, form) => {
    expect(sortableNumber(digits)).toBe(form);
  });

  test.each(['', '0x10', '01', 'NaN', '1,5', `1e${'9'.repeat(100)}`])('none for %j', (digits) => {
    expect(sortableNumber(digits)).toBeUndefined();
  });

  it.each([
    ['9007199254740993', '9007199254740992'],
    ['0.1000000000000000055', '0.1'],
    ['1e400', '1e399'],
    ['-1.2', '-1.25'],
    ['1e-400', '0'],
    ['1e10', '9e9'],
  ])('%s is greater than %s, which a double would not tell of all of them', (greater, less) => {
    expect(compareText(sortableNumber(greater) ?? '', sortableNumber(less) ?? '')).toBeGreaterThan(0);
  });

  it('order is that of the numbers, however they are written', () => {
    const number = fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -4, max: 4 }));
    const scaled = ([coefficient, exponent]: readonly [number, number]) =>
      BigInt(coefficient) * 10n ** BigInt(exponent + 4);
    const sign = (difference: bigint) => (difference > 0n ? 1 : difference < 0n ? -1 : 0);
    const form = ([coefficient, exponent]: readonly [number, number]) =>
      sortableNumber(`${coefficient}e${exponent}`) ?? '';
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareText(form(a), form(b)))).toBe(sign(scaled(a) - scaled(b)));
      }),
      { numRuns: 2000 },
    );
  });
});
