// RFC 7643 §2: search keys follow the schema and hold comparable forms only.
import * as fc from 'fast-check';
import { searchKeys, valueKeys } from '../../../shared/scim/filter/search-keys.ts';
import type { Resource } from '../../../shared/scim/resource/resource.ts';
import { attribute, EXTENSION, resources, type } from './sample.ts';

const [full = {}, , bare = {}] = resources;

describe('search keys', () => {
  it('hold every filterable attribute in comparable form', () => {
    expect(searchKeys(type, full)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', EXTENSION],
      id: '01-bjensen',
      externalId: 'Ext-1',
      userName: 'bjensen@example.com',
      name: { familyName: "o'malley", givenName: 'barbara' },
      title: 'tour guide',
      userType: 'employee',
      active: true,
      emails: [
        { type: 'work', value: 'babs@example.com', primary: true },
        { type: 'home', value: 'babs@jensen.org' },
      ],
      ims: [{ type: 'xmpp', value: 'babs@foo.com' }],
      x509Certificates: [{ value: true }],
      meta: {
        resourceType: 'User',
        created: '2010-01-23T04:56:22.0000000Z',
        lastModified: '2011-05-13T04:42:34.0000000Z',
      },
      [EXTENSION]: {
        Cost_Code: 'cc-1 (a] and b',
        Badge: 'aB',
        Salary: { number: '11012125' },
        Floor: { number: '110113' },
        Remote: false,
        Joined: '2020-02-29T10:00:00.5000000Z',
        constructor: 'bauer',
        Tags: ['red', 'blue'],
        Photo: true,
        Desk: { row: { number: '110114' }, seats: ['a', 'b'] },
        Manager_1: { value: '02-jsmith' },
      },
    });
  });

  it('have nothing for what is absent', () => {
    expect(Object.keys(searchKeys(type, bare))).toEqual(['schemas', 'id', 'externalId', 'meta', 'userName']);
  });

  test.each<[string, Resource]>([
    [
      'names that no schema has',
      { shoeSize: '1', toString: 'x', name: { nick: 'x' }, [EXTENSION]: { shoeSize: '1' } },
    ],
    ['__proto__', JSON.parse('{"__proto__": {"userName": "x"}, "name": {"__proto__": {"familyName": "x"}}}')],
    ['other spellings', { USERNAME: 'x', [EXTENSION.toUpperCase()]: { Badge: 'x' } }],
    ['empty values', { name: {}, emails: [], ims: [{}], [EXTENSION]: {} }],
    [
      'values of another shape',
      { userName: ['x'], name: 'x', emails: { type: 'x' }, ims: ['x'], [EXTENSION]: 'x' },
    ],
    ['values without comparable form', { [EXTENSION]: { Salary: 'much', Joined: 'soon', Remote: 'true' } }],
    [
      'what only a reference or a secret has',
      { [EXTENSION]: { Pin: '1', Desk: { key: 'x' }, Manager_1: { $ref: 'x' }, Void: { a: 'x' } } },
    ],
    ['computed metadata', { meta: { version: 'W/"1"', location: 'https://x' } }],
  ])('leave out %s', (_what, resource) => {
    expect(searchKeys(type, resource)).toEqual({});
  });

  it('of an extension attribute called meta keep its version', () => {
    const sub = attribute('version');
    const meta = attribute('meta', { type: 'complex', subAttributes: [sub] });
    expect(valueKeys(meta, { version: 'V1' })).toEqual({ version: 'v1' });
  });

  it('are the same for the same resource, and its JSON loses nothing', () => {
    const text = fc.string({ unit: 'binary' });
    const resource = fc.record({
      userName: text,
      title: text,
      emails: fc.array(fc.record({ value: text }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(resource, (one) => {
        const keys = searchKeys(type, one);
        expect(JSON.parse(JSON.stringify(keys))).toEqual(keys);
        expect(keys.emails).toHaveLength(one.emails.length);
      }),
    );
  });
});
