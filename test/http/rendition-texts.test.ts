/** The text of a rendition under any type and Base URL: what `represent` makes of the resource, or no rendition of it. */

import fc from 'fast-check';
import { isOfType, resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { FIELD_TYPES, type Field } from '../../shared/kissflow/field.ts';
import { type OperationContext, represent } from '../../shared/protocol/context.ts';
import { isLayoutOf } from '../../shared/protocol/layout.ts';
import { renditionOf, renditionWriter } from '../../shared/protocol/rendition.ts';
import { projection } from '../../shared/scim/resource/project.ts';
import type { Resource, Value } from '../../shared/scim/resource/resource.ts';
import { withServerAttributes } from '../../shared/scim/resource/server-attributes.ts';
import type { ResourceType } from '../../shared/scim/schema/resource-type.ts';
import { sampleAccount } from '../sample-account.ts';

const ID = '0197f0a0-0000-7000-8000-000000000001';
const NAMES = ['A', 'B', 'C', 'D'];
const URN = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '7',
    '12.50',
    '2026-01-31',
    'London',
    '12.50 EUR',
    ID,
    '\\u0001',
    '\u0001User\u0001',
    '"}}',
    '\ud800',
  ),
);
const reference = fc.record({ value: text }).map((value): Value => value);
const value: fc.Arbitrary<Value> = fc.oneof(
  text,
  fc.boolean(),
  reference,
  fc.array(text, { minLength: 1, maxLength: 2 }),
);

const attributes: fc.Arbitrary<Resource> = fc
  .tuple(
    fc.record({ userName: text, title: text, active: fc.boolean() }, { requiredKeys: ['userName'] }),
    fc.record(
      { emails: fc.array(fc.record({ type: text, value: text }), { minLength: 1, maxLength: 2 }) },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 0, maxKeys: 4 }),
  )
  .map(([root, more, fields]) => ({
    ...root,
    ...more,
    ...(Object.keys(fields).length > 0 ? { [URN]: fields } : {}),
  }));

/** Fields of the account, in any order and of any type. */
const fields: fc.Arbitrary<readonly Field[]> = fc
  .tuple(
    fc.shuffledSubarray(NAMES),
    fc.array(fc.constantFrom(...FIELD_TYPES), { minLength: 4, maxLength: 4 }),
    text,
  )
  .map(([ids, types, name]) =>
    ids.map((id): Field => {
      const type = types[NAMES.indexOf(id)] ?? 'text';
      return { id, name, type, required: false, ...(type === 'dropdown' ? { options: ['London'] } : {}) };
    }),
  );

const typeWith = (some: readonly Field[]): ResourceType =>
  resourceTypesOf({ ...sampleAccount('reject'), fields: some })[0] as ResourceType;

const locateBelow = (base: string) => (typeName: string, id: string) => `${base}/${typeName}s/${id}`;

function plainText(type: ResourceType, resource: Resource, revision: number, base: string) {
  const context = { type, checks: { isOfType }, projection: projection(type, {}), locate: locateBelow(base) };
  return represent(context as unknown as OperationContext, { resource, revision }).body;
}

it('is what the plain way writes, also after a change of fields that leaves its layout as it is', () => {
  fc.assert(
    fc.property(
      attributes,
      fields,
      fields,
      fc.constantFrom('https://a.example', 'https://b.example/x/"y"\\'),
      fc.uniqueArray(fc.uuid(), { maxLength: 2 }),
      (given, before, after, base, groups) => {
        const type = typeWith(before);
        const stamp = {
          id: ID,
          created: '2026-01-01T00:00:00.000Z',
          lastModified: '2026-01-02T00:00:00.000Z',
        };
        const resource = withServerAttributes(type, given, stamp);
        const rendition = renditionOf(type, resource, isOfType);
        if (!rendition) return;
        const related = groups.map((id) => ({ value: id, type: 'direct' }));
        const whole = related.length > 0 ? { ...resource, groups: related } : resource;
        expect(isLayoutOf(type, rendition.layout)).toBe(true);
        for (const now of [type, typeWith(before.toReversed()), typeWith(after)].filter((one) =>
          isLayoutOf(one, rendition.layout),
        )) {
          const read = { id: ID, revision: 3, text: rendition.text, related };
          expect(renditionWriter(now, locateBelow(base))(read)).toBe(plainText(now, whole, 3, base));
        }
      },
    ),
    { numRuns: 500 },
  );
});
