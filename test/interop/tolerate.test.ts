import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { policy, quirks, toleratePatch, tolerateResource } from '../../shared/interop/tolerate.ts';
import { type Json, parseJson } from '../../shared/scim/json.ts';
import { type PatchOp, readPatchOp } from '../../shared/scim/messages/patch-op.ts';
import { atOnce } from '../pieces.ts';
import { type TypeName, types } from './types.ts';

/** Without `expected` the body is to be left untouched. Of a patch `given` and `expected` are the Operations, of a
 * message the whole body. */
interface Case {
  readonly rule: string;
  readonly title: string;
  readonly type: TypeName;
  readonly kind: 'resource' | 'patch' | 'message';
  readonly given: Json;
  readonly expected?: Json;
  readonly notes?: readonly string[];
}

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'test', 'fixtures', 'interop');
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => parseJson(readFileSync(join(folder, file), 'utf8')) as unknown as Case[]);

/** What a PatchOp says, whatever its words: operations, and errors. */
const said = ({ operations, errors }: PatchOp): string =>
  JSON.stringify([
    operations.map(({ op, path, value }) => ({ op, path: path?.text, parsed: path?.parsed, value })),
    errors.map(({ detail }) => detail),
  ]);

const saidStrictly = (body: Json): string => said(atOnce(readPatchOp(body, policy)));

function tolerate(type: TypeName, body: Json): { result: Json; notes: string[] } {
  const notes: string[] = [];
  return { result: tolerateResource(types[type], body, (quirk) => notes.push(quirk)), notes };
}

function toleratedPatch(type: TypeName, body: Json): { result: string; notes: string[] } {
  const notes: string[] = [];
  return { result: said(atOnce(toleratePatch(types[type], body, (quirk) => notes.push(quirk)))), notes };
}

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
const bodyOf = (kind: Case['kind'], json: Json): Json =>
  kind === 'patch' ? { schemas, Operations: json } : json;

const named = (json: Json, name: string): unknown =>
  Object.entries(json as object).find(([key]) => key === name)?.[1];

function freeze(json: Json): Json {
  if (typeof json === 'object' && json !== null) Object.values(Object.freeze(json)).forEach(freeze);
  return json;
}

describe.each([...quirks].sort())('%s', (rule) => {
  const own = cases.filter((one) => one.rule === rule);

  test.each(own.map((one) => [`${one.type} ${one.kind}: ${one.title}`, one] as const))(
    '%s',
    (_title, one) => {
      const body = freeze(bodyOf(one.kind, one.given));
      const expected = one.expected === undefined ? body : bodyOf(one.kind, one.expected);
      if (one.kind !== 'resource') {
        const read = { result: saidStrictly(expected), notes: one.notes ?? [] };
        expect(toleratedPatch(one.type, body)).toEqual(read);
        return;
      }
      const { result, notes } = tolerate(one.type, body);
      if (one.expected === undefined) {
        expect({ result, notes }).toEqual({ result: body, notes: [] });
        expect(result).toBe(body);
      } else {
        expect({ result, notes }).toEqual({ result: expected, notes: one.notes });
      }
    },
  );

  it('has a case that it rewrites and one that it leaves alone', () => {
    expect(own.map((one) => one.notes?.includes(rule) ?? false)).toEqual(
      expect.arrayContaining([true, false]),
    );
  });
});

it('every fixture belongs to a rule', () => {
  expect(cases.filter((one) => !quirks.has(one.rule))).toEqual([]);
});

it('docs/quirks.md lists every rule, once', () => {
  const table = readFileSync(join(root, 'docs', 'quirks.md'), 'utf8');
  const listed = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...quirks].sort());
});

describe('hostile input', () => {
  const urn = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
  const name = fc.oneof(
    fc.constantFrom('op', 'path', 'value', 'name', 'Operations', 'members', 'emails', 'roles', 'active'),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'name.givenName',
      '__proto__.x',
      'display',
      '$ref',
    ),
    fc.constantFrom(urn, `${urn}:Manager_1.value`, `${urn}.Remote`, `${urn}:__proto__`, 'Manager_1.value'),
    fc.constantFrom('emails[type eq "work"].value', 'roles[', ']', '[[', 'id', 'password', 'displayName'),
    fc.string(),
  );
  const text = fc.oneof(
    name,
    fc.constantFrom('', 'Add', 'remove', 'True', '{"value":"x"}', '{', '\ud800', '1e9'),
  );
  const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null)),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(name, tie('json'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));

  it.each(['User', 'Group'] as const)('never throws, never changes what it was given: %s', (type) => {
    fc.assert(
      fc.property(json, fc.array(json, { maxLength: 4 }), (body, operations) => {
        freeze(body);
        freeze(operations);
        for (const given of [body, bodyOf('patch', operations)]) {
          const { result, notes } = tolerate(type, given);
          // What no rule has changed is the very body; what one has changed is said.
          expect(result === given).toBe(notes.length === 0);
          JSON.stringify(result);
          const patch = toleratedPatch(type, given);
          expect(patch.result === saidStrictly(given)).toBe(patch.notes.length === 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['arrays', '['.repeat(2000) + ']'.repeat(2000)],
    ['objects', `${'{"name":'.repeat(2000)}1${'}'.repeat(2000)}`],
  ])('deeply nested %s are left to the core', (_title, text) => {
    const name = parseJson(text);
    const { result } = tolerate('User', { name, active: 'True' });
    expect(named(result, 'name')).toBe(name);
  });

  it('deeply nested role text is kept as text', () => {
    const body: Json = { roles: [{ value: `{"value":${'['.repeat(500_000)}` }] };
    expect(tolerate('User', body).result).toBe(body);
  });

  it('of many spellings of one key the first is taken; the others stay for the core to report', () => {
    const spellings = Array.from({ length: 20_000 }, (_, bits) =>
      [...'name.honorificprefix'].map((c, i) => ((bits >> i) & 1 ? c.toUpperCase() : c)).join(''),
    );
    const body: Json = Object.fromEntries(spellings.map((key) => [key, 'Dr']));
    const { result, notes } = tolerate('User', body);
    expect({ notes, names: Object.keys(result as object).length }).toEqual({
      notes: ['dotted-key'],
      names: Object.keys(body).length,
    });
  });

  it('an own __proto__ stays an own name, and no prototype is changed', () => {
    const body = parseJson('{"__proto__":{"x":1},"active":"True","name.givenName":"Ann"}');
    const { result } = tolerate('User', body);
    expect(Object.entries(result as object)).toEqual([
      ['__proto__', { x: 1 }],
      ['active', true],
      ['name', { givenName: 'Ann' }],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
