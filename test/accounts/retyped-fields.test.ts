/** Values of one type under a field that has become another: whatever a client asks, it is never our fault. */

import { FIELD_TYPES, type Field } from '../../shared/kissflow/field.ts';
import type { FieldType } from '../../shared/kissflow/field-types.ts';
import { digitsOf, isObject, type Json } from '../../shared/scim/json.ts';
import type { Answer } from '../service.ts';
import { type FieldStage, KF, openFieldStage } from './stage.ts';

const field = (type: FieldType): Field => ({
  id: 'F',
  name: 'F',
  type,
  required: false,
  ...(type === 'dropdown' ? { options } : {}),
});

const options = ['London', 'true', '7'];

const other: Field = { id: 'Other', name: 'Other', type: 'text', required: false };

/** Values a field of the type may hold; among them some that look like those of another type. */
const VALUES: Readonly<Record<FieldType, readonly unknown[]>> = {
  text: ['Zwölf', 'true', '7', '2026-01-31'],
  number: [7, 12.5],
  currency: ['12.50', '12.50 EUR'],
  date: ['2026-01-31'],
  dateTime: ['2026-01-31T09:30:00.1234567+05:30'],
  yesNo: [true, false],
  dropdown: ['London', 'true'],
  user: [{ value: '0197f0a0-0000-7000-8000-000000000000' }],
};

const FILTERS = [
  'F pr',
  'F eq "true"',
  'F ne "true"',
  'F eq true',
  'F ne false',
  'F gt 1',
  'F eq "2026-01-31T09:30:00Z"',
  'F co "o"',
  'F.value eq "x"',
  'F.value pr',
  'not (F pr)',
];

const pairs = FIELD_TYPES.flatMap((from) =>
  FIELD_TYPES.filter((to) => to !== from).map((to): [FieldType, FieldType] => [from, to]),
);

const object = (json: Json | undefined) => (isObject(json) ? json : {});
const heldBy = ({ json }: Answer): Json | undefined => object(object(json)[KF]).F;

/** Without what we compute. */
const sent = (value: Json | undefined): unknown => (isObject(value) ? { value: value.value } : value);

/** What a value looks like under another type; undefined where it is none of that type. */
function shownAs(value: unknown, to: FieldType): unknown {
  if (typeof value === 'boolean' || typeof value === 'object') return undefined;
  const digits = String(value);
  switch (to) {
    case 'text':
    case 'dropdown':
      return digits;
    case 'number':
      return /^[\d.]+$/.test(digits) ? digits : undefined;
    case 'currency':
      return /^[\d.]+( EUR)?$/.test(digits) ? digits : undefined;
    case 'date':
      return /^2026/.test(digits) ? digits : undefined;
    case 'dateTime':
      return digits.includes('T') ? digits : undefined;
    default:
      return undefined;
  }
}

/** The same in every type: `true` and `"true"`, a reference and its id. */
const text = (value: Json | undefined): string =>
  digitsOf(value) ?? String(isObject(value) ? value.value : value);

/** A PATCH of the field with the value as it stands in the text that was read. */
const patchOf = (read: string): string => {
  const value = /"F":(\{.*?\}|"[^"]*"|[^,}]*)/.exec(read)?.[1];
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"${KF}:F","value":${value}}]}`;
};

async function retyped(from: FieldType, to: FieldType): Promise<[FieldStage, string[]]> {
  const stage = await openFieldStage({ fields: [field(from), other] });
  const ids = [];
  for (const [index, value] of VALUES[from].entries()) {
    ids.push(await stage.user(`u${index}`, { F: value, Other: 'x' }));
  }
  await stage.change([field(to), other]);
  return [stage, ids];
}

describe.each(pairs)('a %s that became a %s', (from, to) => {
  it('is read and listed, whole and in part', async () => {
    const [stage, ids] = await retyped(from, to);
    for (const query of [
      '',
      `?attributes=${KF}:F`,
      `?attributes=${KF}:F.value`,
      `?excludedAttributes=${KF}:F.value`,
    ]) {
      for (const id of ids) expect((await stage.call('GET', `/Users/${id}${query}`)).status).toBe(200);
      const list = await stage.call('GET', `/Users${query}`);
      expect(list).toMatchObject({ status: 200, json: { totalResults: ids.length } });
    }
  });

  it('is filtered, or the filter is refused', async () => {
    const [stage] = await retyped(from, to);
    for (const filter of FILTERS) {
      const { status } = await stage.call('GET', `/Users?filter=${encodeURIComponent(`${KF}:${filter}`)}`);
      expect([filter, [200, 400].includes(status)]).toEqual([filter, true]);
    }
  });

  it('lets other attributes be changed, and keeps its value meanwhile', async () => {
    const [stage, ids] = await retyped(from, to);
    for (const id of ids) {
      const changes = [
        { op: 'replace', path: 'title', value: 'Boss' },
        { op: 'Replace', path: `${KF}:Other`, value: 'y' },
        { op: 'add', value: { [KF]: { Other: 'z' } } },
      ];
      const patched = await stage.patch(id, ...changes);
      expect(patched).toMatchObject({ status: 200, json: { title: 'Boss', [KF]: { Other: 'z' } } });
      await stage.change([field(from), other]);
      const back = heldBy(await stage.call('GET', `/Users/${id}`));
      expect(sent(back)).toEqual(VALUES[from][ids.indexOf(id)]);
      await stage.change([field(to), other]);
    }
  });

  it('put back as it was read is kept, also where it is no option (a value that was legal when it was written)', async () => {
    const [stage, ids] = await retyped(from, to);
    for (const id of ids) {
      const read = await stage.call('GET', `/Users/${id}`);
      const put = await stage.call('PUT', `/Users/${id}`, read.text);
      const held = heldBy(read);
      expect([put.status, text(heldBy(put))]).toEqual([200, text(held)]);
      if (held !== undefined) {
        const patched = await stage.call('PATCH', `/Users/${id}`, patchOf(read.text));
        expect([patched.status, patched.text]).toEqual([200, put.text]);
      }
      await stage.change([field(from), other]);
      const back = heldBy(await stage.call('GET', `/Users/${id}`));
      expect(sent(back)).toEqual(VALUES[from][ids.indexOf(id)]);
      await stage.change([field(to), other]);
    }
  });

  it('is shown only where it has the type that /Schemas says (RFC 7643 §7)', async () => {
    const [stage, ids] = await retyped(from, to);
    for (const [index, id] of ids.entries()) {
      const held = heldBy(await stage.call('GET', `/Users/${id}`));
      const digits = to === 'number' ? digitsOf(held ?? null) : undefined;
      expect(digits ?? sent(held)).toEqual(shownAs(VALUES[from][index], to));
    }
  });

  it('takes a value of the new type, by PATCH and by PUT, and can be cleared', async () => {
    const [stage, ids] = await retyped(from, to);
    const [value] = VALUES[to];
    for (const id of ids) {
      for (const op of ['add', 'replace']) {
        expect((await stage.patch(id, { op, path: `${KF}:F`, value })).status).toBe(200);
      }
      expect(sent(heldBy(await stage.call('GET', `/Users/${id}`)))).toEqual(value);
      expect((await stage.patch(id, { op: 'remove', path: `${KF}:F` })).status).toBe(200);
      expect(heldBy(await stage.call('GET', `/Users/${id}`))).toBeUndefined();
      const body = { userName: `again ${id}`, [KF]: { F: value } };
      expect((await stage.call('PUT', `/Users/${id}`, body)).status).toBe(200);
    }
  });

  it('answers operations on its parts, and removals of single values, without a fault', async () => {
    const [stage, ids] = await retyped(from, to);
    for (const id of ids) {
      for (const operation of [
        { op: 'replace', path: `${KF}:F.value`, value: 'x' },
        { op: 'remove', path: `${KF}:F.value` },
        { op: 'remove', path: `${KF}:F`, value: 'x' },
        { op: 'remove', path: `${KF}:F`, value: VALUES[to][0] },
        { op: 'remove', path: `${KF}:F[value eq "x"]` },
        { op: 'remove', path: KF },
      ]) {
        expect([200, 204, 400]).toContain((await stage.patch(id, operation)).status);
      }
      expect((await stage.call('DELETE', `/Users/${id}`)).status).toBe(204);
    }
  });
});
