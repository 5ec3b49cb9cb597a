/** RFC 7643 §2.1, §3.3 and §6: what a compiled resource type answers. */

import { compileAttribute } from '../../../shared/scim/schema/attribute.ts';
import { userType } from '../../../shared/scim/schema/core-types.ts';
import { extended } from '../../../shared/scim/schema/resource-type.ts';
import { attribute, EXTENSION } from '../filter/sample.ts';

const OTHER = 'urn:example:other:2.0:User';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const schema = (id: string, ...names: readonly string[]) => ({
  id,
  name: id,
  description: id,
  attributes: names.map((name) => attribute(name)),
});
const type = userType([schema(EXTENSION, 'Badge', 'title', 'Floor'), schema(OTHER, 'Badge', 'Desk')]);

describe('an attribute is found', () => {
  it.each([
    ['at the root', undefined, 'userName', undefined],
    ['in any case', undefined, 'USERNAME', undefined],
    ['by the URN of the core schema', CORE.toUpperCase(), 'title', undefined],
    ['common ones too', CORE, 'externalId', undefined],
    ['in an extension by its URN', OTHER.toLowerCase(), 'badge', OTHER],
    ['in an extension without its URN', undefined, 'desk', OTHER],
    ['at the root before an extension', undefined, 'title', undefined],
    ['in an extension whose name the root has', EXTENSION, 'title', EXTENSION],
    ['in the first extension that has it', undefined, 'badge', EXTENSION],
  ])('%s', (_how, urn, name, extension) => {
    const located = type.locate(urn, name);
    expect(located?.attribute.name.toLowerCase()).toBe(name.toLowerCase());
    expect(located?.extension).toBe(extension);
  });

  it.each([
    ['a name that no schema has', undefined, 'shoeSize'],
    ['a name of another schema', OTHER, 'Floor'],
    ['a URN that is not one of its schemas', 'urn:example:none:2.0:User', 'title'],
    ['a name that every object inherits', undefined, 'constructor'],
  ])('but not by %s', (_what, urn, name) => {
    expect(type.locate(urn, name)).toBeUndefined();
  });
});

it('types with other extensions share the attributes of their base', () => {
  const wider = extended(type, [schema(EXTENSION, 'Badge')]);
  expect(wider.locate(undefined, 'emails')?.attribute).toBe(type.locate(undefined, 'emails')?.attribute);
  expect(wider.extension(EXTENSION.toUpperCase())?.attributes.map(({ name }) => name)).toEqual(['Badge']);
  expect(wider.extension(OTHER)).toBeUndefined();
});

describe('each variant of an attribute is one object', () => {
  const tags = compileAttribute(attribute('tags', { multiValued: true, closed: true }));
  it.each([
    ['its element', () => tags.single, { multiValued: false, closed: true }],
    ['without its list of options', () => tags.open, { multiValued: true, closed: false }],
    ['an element without the list', () => tags.single.open, { multiValued: false, closed: false }],
  ])('%s', (_what, variant, characteristics) => {
    expect(variant()).toMatchObject({ name: 'tags', ...characteristics });
    expect(variant()).toBe(variant());
  });

  it('and of a singular one with any value itself', () => {
    const title = attribute('title');
    expect(title.single).toBe(title);
    expect(title.open).toBe(title);
  });
});
