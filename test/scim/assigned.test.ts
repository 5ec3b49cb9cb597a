import { assigned } from '../../shared/scim/json.ts';

describe('members that are undefined (RFC 7643 §2.5)', () => {
  it('are left out; null, false, zero and the empty string are values', () => {
    const members = { a: 1, b: undefined, c: null, d: false, e: 0, f: '' };
    expect(Object.entries(assigned(members))).toEqual([
      ['a', 1],
      ['c', null],
      ['d', false],
      ['e', 0],
      ['f', ''],
    ]);
  });

  it('a member may be called __proto__', () => {
    const members = JSON.parse('{"__proto__": {"x": 1}, "a": 1}') as object;
    expect(JSON.stringify(assigned(members))).toBe('{"__proto__":{"x":1},"a":1}');
  });
});
