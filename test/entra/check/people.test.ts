/** Bodies and attribute paths of the check: what is written under a path is read under it. */

import { bodyOf, readAt } from '../../../entra/check/attribute-path.ts';
import { CheckSession } from '../../../entra/check/check-session.ts';
import { discover } from '../../../entra/check/discovered.ts';
import { testUserBody, validatorEntries } from '../../../entra/check/people.ts';

const session = (): CheckSession =>
  new CheckSession({ baseUrl: 'https://scim.example.com/', token: 'kfs_1' });

describe('attribute paths', () => {
  it('every path of the Validator is read as it was written', () => {
    const entries = validatorEntries(session(), true);
    const body = bodyOf(entries);
    expect(entries).toHaveLength(36);
    expect(entries.map(([path]) => [path, readAt(body, path)])).toEqual(entries);
  });

  it('builds one element for each filter, with text for a boolean as the Validator does', () => {
    const body = bodyOf([
      ['emails[type eq "work"].value', 'a@example.com'],
      ['emails[type eq "work"].primary', true],
      ['emails[type eq "home"].value', 'b@example.com'],
      ['roles[primary eq "True"].value', 'Admin'],
      ['urn:acme:2:User:Size', 'L'],
    ]);
    expect(body).toEqual({
      emails: [
        { type: 'work', value: 'a@example.com', primary: true },
        { type: 'home', value: 'b@example.com' },
      ],
      roles: [{ primary: 'True', value: 'Admin' }],
      'urn:acme:2:User': { Size: 'L' },
    });
  });

  it.each([
    ['names in another case', { Title: 'x' }, 'title', 'x'],
    [
      'a boolean where the filter has text',
      { roles: [{ primary: true, value: 'x' }] },
      'roles[primary eq "True"].value',
      'x',
    ],
    ['a URN in another case', { 'URN:acme:2:user': { size: 'x' } }, 'urn:acme:2:User:Size', 'x'],
    ['an absent element', { emails: [{ type: 'home' }] }, 'emails[type eq "work"].value', undefined],
    ['text where an object belongs', { name: 'x' }, 'name.givenName', undefined],
    [
      'an object where a list belongs',
      { emails: { type: 'work' } },
      'emails[type eq "work"].value',
      undefined,
    ],
    ['names of prototypes', {}, 'constructor.name', undefined],
  ])('reads %s', (_name, resource, path, expected) => {
    expect(readAt(resource, path)).toBe(expected);
  });
});

describe('a new user', () => {
  it('has the Kissflow fields that its account demands, each of its type', () => {
    const urn = 'urn:kissflow:scim:schemas:extension:Ac1:2:User';
    const attributes = [
      { name: 'Age', type: 'integer', required: true },
      { name: 'Site', type: 'string', required: true, canonicalValues: ['Chennai'] },
      { name: 'Manager', type: 'complex', required: true, subAttributes: [{ name: 'value' }] },
      { name: 'Notes', type: 'string', required: false },
    ];
    const run = session();
    run.discovered = discover({ Resources: [{ id: urn, attributes }] });
    expect(testUserBody(run)[urn]).toEqual({
      Age: 7,
      Site: 'Chennai',
      Manager: { value: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
  });

  it('has a userName of its own that carries the run', () => {
    const run = session();
    const names = [testUserBody(run), testUserBody(run)].map(({ userName }) => String(userName));
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.includes(run.run))).toBe(true);
  });
});
