// RFC 7644 §3.5.2: the grammar of PATCH paths.
import * as fc from 'fast-check';
import { ScimError } from '../../../shared/scim/error.ts';
import type { Filter, Path } from '../../../shared/scim/filter/ast.ts';
import { bindPath, isKnown } from '../../../shared/scim/filter/bind-path.ts';
import { parsePath } from '../../../shared/scim/filter/parse.ts';
import { strict } from '../../../shared/scim/policy.ts';
import { paths, texts } from './arbitrary.ts';
import { printPath } from './print.ts';
import { type } from './sample.ts';
import { thrownBy } from './thrown.ts';

const typeIs = (text: string): Filter => ({
  kind: 'compare',
  path: { name: 'type' },
  comparator: 'eq',
  value: { kind: 'string', text },
});

describe('RFC 7644 §3.5.2 path', () => {
  test.each<[string, Path]>([
    ['members', { attribute: { name: 'members' } }],
    ['name.familyName', { attribute: { name: 'name', sub: 'familyName' } }],
    ['members.$ref', { attribute: { name: 'members', sub: '$ref' } }],
    ['emails[type eq "work"]', { attribute: { name: 'emails' }, filter: typeIs('work') }],
    ['emails[type eq "work"].value', { attribute: { name: 'emails' }, filter: typeIs('work'), sub: 'value' }],
    [
      'emails[type eq "a].b:c"].$ref',
      { attribute: { name: 'emails' }, filter: typeIs('a].b:c'), sub: '$ref' },
    ],
    [
      'urn:a:core:2.0:User:name.familyName',
      { attribute: { urn: 'urn:a:core:2.0:User', name: 'name', sub: 'familyName' } },
    ],
    [
      'urn:a:core:2.0:User:emails[type eq "x"].value',
      { attribute: { urn: 'urn:a:core:2.0:User', name: 'emails' }, filter: typeIs('x'), sub: 'value' },
    ],
    ['urn:a:ext:Ac1:2:User', { attribute: { urn: 'urn:a:ext:Ac1:2', name: 'User' } }],
    ['  title ', { attribute: { name: 'title' } }],
  ])('%s', (text, path) => {
    expect(parsePath(text, strict)).toEqual(path);
  });

  it('reads what was printed', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(parsePath(printPath(path), strict)).toEqual(path);
      }),
    );
  });

  test.each([
    ['nothing', '', 'Expected an attribute name at position 1, found the end.'],
    [
      'a filter instead of a path',
      'title eq "x"',
      'Expected a value filter or the end at position 6, found ` eq "x"`.',
    ],
    ['a leading dot', '.title', 'Expected an attribute name at position 1, found `.title`.'],
    ['two sub-attributes', 'a.b.c', 'Expected an attribute name at position 1, found `a.b.c`.'],
    [
      'two sub-attributes behind a filter',
      'a[b pr].c.d',
      'Expected a sub-attribute or the end at position 10, found `.d`.',
    ],
    [
      'a dot without a name behind a filter',
      'a[b pr].',
      'Expected a sub-attribute or the end at position 8, found `.`.',
    ],
    [
      'a sub-attribute apart from the filter',
      'a[b pr] .c',
      'Expected a sub-attribute or the end at position 8, found ` .c`.',
    ],
    ['an empty filter', 'emails[]', 'Expected an attribute name at position 8, found `]`.'],
    ['an index', 'emails[0]', 'Expected an attribute name at position 8, found `0]`.'],
    [
      'a filter that is not closed',
      'emails[type eq "x"',
      'Expected "and", "or" or "]" at position 19, found the end.',
    ],
    ['a JSON pointer', '/emails/0', 'Expected an attribute name at position 1, found `/emails/0`.'],
    ['too long a path', 'a'.repeat(4097), 'Longer than 4096 characters: shorten it.'],
  ])('%s -> 400 invalidPath', (_what, text, detail) => {
    expect(thrownBy(() => parsePath(text, strict))).toMatchObject({
      status: 400,
      scimType: 'invalidPath',
      detail,
    });
  });

  it('no text makes parser or binder throw anything but a ScimError', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const error = thrownBy(() => {
          const path = parsePath(text, strict);
          isKnown(type, path);
          bindPath(type, path, strict);
        });
        if (error !== undefined) expect(error).toBeInstanceOf(ScimError);
      }),
      { numRuns: 2000 },
    );
  });
});
