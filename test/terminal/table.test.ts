/** Columns of a terminal: what others put into names cannot move them. */

import stringWidth from 'string-width';
import { parseJson } from '../../shared/scim/json.ts';
import { type Column, cellText, table, textTable } from '../../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  ['NAME', ({ name }) => name],
  ['N', ({ n }) => n],
];

it('columns begin where the widest cell above or below ends, whatever the script', () => {
  const rows = [
    { name: 'Ann', n: 1 },
    { name: '王小明', n: 2 },
    { name: 'Zoe\u0301', n: 3 },
  ];
  expect(table(COLUMNS, rows)).toBe('NAME    N\nAnn     1\n王小明  2\nZoe\u0301     3');
});

test.each([
  ['nothing', null, '-'],
  ['an empty text', '', '-'],
  ['an empty list', [], '-'],
  ['truth', true, 'yes'],
  ['falsehood', false, 'no'],
  ['a list', ['a', 'b'], 'a, b'],
  ['an object', { value: '1' }, '{"value":"1"}'],
  ['a number with its digits', parseJson('12.50'), '12.50'],
  ['lines', 'a\nb\r\tc\u2028d', 'a�b��c�d'],
  ['commands of a terminal', '\u001b]0;x\u0007\u009b2J', '�]0;x��2J'],
  ['text that turns around', 'abc\u202etxt', 'abc�txt'],
  ['a lone surrogate', 'a\ud800', 'a\ufffd'],
])('%s', (_, value, text) => {
  expect(cellText(value)).toBe(text);
});

describe('on a terminal that is narrower than the rows', () => {
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));

  it('the widest column is cut first, and says so', () => {
    const rows = [{ name: 'a name that goes on', n: 'short' }];
    expect(table(COLUMNS, rows, 16)).toBe('NAME       N\na name t…  short');
  });

  it('wide characters are cut whole', () => {
    const rows = [{ name: '王小明王小明王小明', n: 1 }];
    expect(table(COLUMNS, rows, 12)).toBe('NAME       N\n王小明王…  1');
    expect(widest(table(COLUMNS, rows, 12))).toBeLessThanOrEqual(12);
  });

  it('what people copy stays whole, and the others give way', () => {
    const columns: readonly Column[] = [
      ['NAME', ({ name }) => name],
      ['ID', ({ id }) => id, 'whole'],
    ];
    const id = 'u'.repeat(36);
    const printed = table(columns, [{ name: 'a name that goes on', id }], 50);
    expect(printed).toContain(`a name that…  ${id}`);
    expect(widest(printed)).toBe(50);
  });

  it('a reason goes on below, in its own column', () => {
    const columns: readonly Column[] = [
      ['LINE', ({ line }) => line],
      ['WHY', ({ why }) => why, 'wrap'],
    ];
    const why = `The account has no field of this name, or ${'x'.repeat(30)} has another type.`;
    const printed = table(columns, [{ line: 7, why }], 32);
    expect(printed.split('\n').slice(0, 4)).toEqual([
      'LINE  WHY',
      '7     The account has no field',
      '      of this name, or',
      `      ${'x'.repeat(26)}`,
    ]);
    expect(widest(printed)).toBe(32);
    expect(printed.replaceAll(/\s+/g, '')).toContain(why.replaceAll(' ', ''));
  });

  it('columns of numbers are never cut', () => {
    const rows = [
      ['a phase with a long name', '1,234,567'],
      ['b', '7'],
    ];
    expect(textTable(rows, { width: 20, numbersFrom: 1 })).toBe('a phase…   1,234,567\nb                  7');
  });
});
