import { changedAttributes } from '../../shared/provisioning-log/entry-parts.ts';
import type { Resource } from '../../shared/scim/resource/resource.ts';

const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

describe('attributes that changed', () => {
  it.each<[string, Resource, Resource, unknown[]]>([
    ['none', { userName: 'a' }, { userName: 'a' }, []],
    ['a new value', {}, { title: 'x' }, [{ attribute: 'title', after: 'x' }]],
    ['another value', { title: 'x' }, { title: 'y' }, [{ attribute: 'title', before: 'x', after: 'y' }]],
    ['a cleared value', { title: 'x' }, {}, [{ attribute: 'title', before: 'x' }]],
    ['metadata is not the client’s', { id: 'a', meta: { v: '1' } }, { id: 'b', meta: { v: '2' } }, []],
    [
      'a field of an extension, by its path',
      { [KF]: { Dept: 'x', Floor: '1' } },
      { [KF]: { Dept: 'y', Floor: '1' } },
      [{ attribute: `${KF}:Dept`, before: 'x', after: 'y' }],
    ],
    [
      'a whole extension, field by field',
      { [KF]: { Dept: 'x' } },
      {},
      [{ attribute: `${KF}:Dept`, before: 'x' }],
    ],
    [
      'fields named like JavaScript',
      { [KF]: { constructor: 'x' } },
      {},
      [{ attribute: `${KF}:constructor`, before: 'x' }],
    ],
  ])('%s', (_title, before, after, expected) => {
    expect(changedAttributes(before, after, 'userName', true)).toEqual(expected);
    const names = expected.map((one) => ({ attribute: (one as { attribute: string }).attribute }));
    expect(changedAttributes(before, after, 'userName', false)).toEqual(names);
  });

  it.each([
    ['whether a user is active', 'userName', { active: true }, { active: false }],
    ['the old and the new userName', 'userName', { userName: 'a' }, { userName: 'b' }],
    ['the old and the new displayName of a group', 'displayName', { displayName: 'a' }, { displayName: 'b' }],
  ] as const)('every log keeps %s', (_title, type, before, after) => {
    const kept = changedAttributes(before, after, type, false);
    expect(kept).toEqual(changedAttributes(before, after, type, true));
    expect(kept).toEqual([expect.objectContaining({ before: expect.anything(), after: expect.anything() })]);
  });

  it('no log keeps the displayName of a user, or a first name, unless it keeps values', () => {
    const renamed = changedAttributes({ displayName: 'Ann' }, { displayName: 'Bea' }, 'userName', false);
    const created = changedAttributes({}, { userName: 'ann' }, 'userName', false);
    expect([renamed, created]).toEqual([[{ attribute: 'displayName' }], [{ attribute: 'userName' }]]);
  });

  it('long values are clipped', () => {
    const [change] = changedAttributes({}, { title: 'x'.repeat(5000) }, 'userName', true);
    expect(String(change?.after)).toHaveLength(1001);
  });
});
