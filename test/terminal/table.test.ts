/** Columns of a terminal: what others put into names cannot move them. */

import { parseJson } from '../../shared/scim/json.ts';
import { type Column, cellText, table } from '../../terminal/table.ts';

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
