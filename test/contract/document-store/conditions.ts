/** Every kind of condition on documents chosen to tell right from nearly right; titles name what matches. */

import type { Condition } from '../../../shared/scim/filter/condition.ts';
import type { StoredDocument } from '../../../shared/storage/documents/document-store.ts';
import {
  all,
  any,
  type Check,
  compare,
  either,
  equal,
  everything,
  idsOf,
  keep,
  not,
  oneOf,
  PARTITION,
  present,
  user,
} from './opened.ts';

const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const member = (id: string, groupId: string, memberId: string, memberType: string): StoredDocument => ({
  id,
  type: 'membership',
  groupId,
  memberId,
  memberType,
});

/** `a` has every type, `b` the same names with other types, `c` nothing, the rest no search keys at all. */
const DOCUMENTS: readonly StoredDocument[] = [
  user('a', {
    k: {
      t: 'b%_\u{1F600}',
      n: 2,
      large: 737607277927610800,
      yes: true,
      no: false,
      externalId: 'X-1',
      name: { first: 'ann' },
      list: ['x', 'y'],
      emails: [
        { type: 'work', value: 'a@x', primary: true },
        { type: 'home', value: 'a@y' },
        { lines: ['l1', 'l2'] },
      ],
      [EXTENSION]: { Cost_Code: 'c1' },
    },
  }),
  user('b', {
    k: {
      t: 2,
      n: '2',
      yes: 'true',
      no: 0,
      externalId: 1,
      name: 'first',
      list: 'x',
      emails: { type: 'work' },
    },
  }),
  user('c', { k: { other: '{"type":"work"}' } }),
  member('m1', 'g1', 'u1', 'User'),
  member('m2', 'g1', 'g2', 'Group'),
  member('m3', 'g2', 'u1', 'User'),
  { id: 'o1', type: 'intent', groupId: 'g1', owes: true },
  { id: 'o2', type: 'tombstone', owes: false },
];

const everyId = DOCUMENTS.map(({ id }) => id);
const but = (...ids: readonly string[]) => everyId.filter((id) => !ids.includes(id));

/** As broad and as deep as a filter may be, around `k.t eq 2`. */
function largest(): Condition {
  const nobody = Array.from({ length: 79 }, (_, n) => any(['k', 'emails'], equal(['value'], `nobody${n}`)));
  let where: Condition = either(...nobody, equal(['k', 't'], 2));
  for (let depth = 0; depth < 20; depth += 1) where = not(all(where, present(['id'])));
  return where;
}

const MATCHES: readonly (readonly [string, Condition, readonly string[]])[] = [
  ['eq on text', equal(['k', 't'], 'b%_\u{1F600}'), ['a']],
  ['eq knows case', equal(['k', 'externalId'], 'x-1'), []],
  ['eq on text is not eq on a number', equal(['k', 'n'], '2'), ['b']],
  ['eq on a number is not eq on text', equal(['k', 'n'], 2), ['a']],
  ['eq on a number with more digits than a double has', equal(['k', 'large'], 737607277927610800), ['a']],
  ['eq on true is not eq on "true"', equal(['k', 'yes'], true), ['a']],
  ['eq on false is not eq on 0 or absent', equal(['k', 'no'], false), ['a']],
  ['eq on 1 is not eq on true', equal(['k', 'yes'], 1), []],
  ['eq on an object is false, whatever its text', equal(['k', 'name'], '{"first":"ann"}'), []],
  ['eq on an array is false, whatever its text', equal(['k', 'list'], '["x","y"]'), []],
  ['co takes % and _ as they are', compare(['k', 't'], 'co', '%_'), ['a']],
  ['co of a character beyond U+FFFF', compare(['k', 't'], 'co', '\u{1F600}'), ['a']],
  ['co of no wildcard', compare(['k', 't'], 'co', 'b_'), []],
  ['co knows case', compare(['k', 't'], 'co', 'B'), []],
  ['co of nothing is every text', compare(['k', 't'], 'co', ''), ['a']],
  ['co of a number is false', compare(['k', 'n'], 'co', 2), []],
  ['sw', compare(['k', 't'], 'sw', 'b%'), ['a']],
  ['sw only at the start', compare(['k', 't'], 'sw', '%'), []],
  ['sw of nothing is every text', compare(['k', 't'], 'sw', ''), ['a']],
  ['ew', compare(['k', 't'], 'ew', '_\u{1F600}'), ['a']],
  ['ew only at the end', compare(['k', 't'], 'ew', '_'), []],
  ['ew of more than there is', compare(['k', 'externalId'], 'ew', 'XX-1'), []],
  ['ew of nothing is every text', compare(['k', 't'], 'ew', ''), ['a']],
  ['gt on numbers', compare(['k', 'n'], 'gt', 1.5), ['a']],
  ['gt is not ge', compare(['k', 'n'], 'gt', 2), []],
  ['ge', compare(['k', 'n'], 'ge', 2), ['a']],
  ['lt on text', compare(['k', 'n'], 'lt', '3'), ['b']],
  ['le', compare(['k', 'n'], 'le', '2'), ['b']],
  ['ge on booleans', compare(['k', 'yes'], 'ge', false), ['a']],
  ['lt on booleans', compare(['k', 'no'], 'lt', true), ['a']],
  ['below an object', equal(['k', 'name', 'first'], 'ann'), ['a']],
  ['below a URN with dots and colons', equal(['k', EXTENSION, 'Cost_Code'], 'c1'), ['a']],
  ['below a text there is nothing', present(['k', 'name', 'length']), []],
  ['present', present(['k', 't']), ['a', 'b']],
  ['present on false and 0', present(['k', 'no']), ['a', 'b']],
  ['present on an object and a text', present(['k', 'name']), ['a', 'b']],
  ['names of every object are absent', either(present(['k', 'constructor']), present(['__proto__'])), []],
  ['names with quotes are absent', present(['k', `a"]' OR 1=1 --\\`]), []],
  ['not over absent and over other types', not(equal(['k', 't'], 'b%_\u{1F600}')), but('a')],
  ['not over text that is no number', not(compare(['k', 'n'], 'gt', 0)), but('a')],
  ['not over a boolean', not(equal(['k', 'yes'], true)), but('a')],
  ['not over present', not(present(['k', 't'])), but('a', 'b')],
  ['not over co', not(compare(['k', 't'], 'co', 'b')), but('a')],
  ['not over any', not(any(['k', 'list'], equal([], 'x'))), but('a')],
  ['not over in', not(oneOf(['k', 'externalId'], ['X-1'])), but('a')],
  ['not over not', not(not(equal(['k', 'n'], 2))), ['a']],
  ['not over and', not(all(equal(['type'], 'user'), equal(['k', 'n'], 2))), but('a')],
  ['not over or', not(either(equal(['type'], 'user'), equal(['k', 'n'], 2))), but('a', 'b', 'c')],
  ['not over a partly absent and', not(all(present(['k', 'n']), not(equal(['k', 'yes'], true)))), but('b')],
  ['any on simple elements', any(['k', 'list'], equal([], 'y')), ['a']],
  ['any on a text is false', any(['k', 'list'], compare([], 'co', '')), ['a']],
  ['any on an object is false', any(['k', 'emails'], equal(['type'], 'work')), ['a']],
  ['any on a text that reads like an object', any(['k', 'other'], everything), []],
  ['any on absent is false', any(['k', 'nowhere'], everything), []],
  [
    'any asks one element for all',
    any(['k', 'emails'], all(equal(['type'], 'work'), equal(['value'], 'a@y'))),
    [],
  ],
  ['any with all in one', any(['k', 'emails'], all(equal(['type'], 'home'), equal(['value'], 'a@y'))), ['a']],
  ['any with not over absent', any(['k', 'emails'], not(present(['type']))), ['a']],
  ['any with a boolean', any(['k', 'emails'], equal(['primary'], true)), ['a']],
  ['any in any', any(['k', 'emails'], any(['lines'], equal([], 'l2'))), ['a']],
  ['any in any without', any(['k', 'emails'], any(['lines'], equal([], 'l3'))), []],
  ['present on an element', any(['k', 'list'], present([])), ['a']],
  ['in', oneOf(['id'], ['b', 'm1', 'nobody']), ['b', 'm1']],
  ['in nothing', oneOf(['id'], []), []],
  ['in below k, text only', oneOf(['k', 'externalId'], ['X-1', '1']), ['a']],
  ['and of nothing', all(), everyId],
  ['or of nothing', either(), []],
  ['and', all(equal(['type'], 'user'), present(['k', 't']), equal(['id'], 'b')), ['b']],
  ['or', either(equal(['id'], 'b'), equal(['k', 't'], 2), equal(['id'], 'm1')), ['b', 'm1']],
  ['type', equal(['type'], 'membership'), ['m1', 'm2', 'm3']],
  ['type is no number', equal(['type'], 1), []],
  ['groupId', equal(['groupId'], 'g1'), ['m1', 'm2', 'o1']],
  ['groupId of memberships', all(equal(['type'], 'membership'), equal(['groupId'], 'g1')), ['m1', 'm2']],
  ['not groupId', not(equal(['groupId'], 'g1')), but('m1', 'm2', 'o1')],
  ['memberId', equal(['memberId'], 'u1'), ['m1', 'm3']],
  ['memberId in', oneOf(['memberId'], ['g2', 'u1']), ['m1', 'm2', 'm3']],
  ['memberType', all(equal(['groupId'], 'g1'), equal(['memberType'], 'Group')), ['m2']],
  ['owes', equal(['owes'], true), ['o1']],
  ['owes nothing', equal(['owes'], false), ['o2']],
  ['not owes', not(equal(['owes'], true)), but('o1')],
  ['owes is no text', either(equal(['owes'], 'true'), equal(['owes'], 1)), []],
  ['owes beside a group', either(equal(['groupId'], 'g2'), equal(['owes'], true)), ['m3', 'o1']],
  ['the largest filter', largest(), ['b']],
  ['a top-level number', compare(['revision'], 'ge', 1), ['a', 'b', 'c']],
];

export function conditions(check: Check): void {
  for (const [title, where, ids] of MATCHES) {
    check(title, async (store) => {
      await keep(store, DOCUMENTS);
      expect(await idsOf(store, where)).toEqual(ids);
      expect(await store.count(PARTITION, where)).toBe(ids.length);
    });
  }
}
