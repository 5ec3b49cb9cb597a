/** Bodies of any shape and up to 1 MiB: each is answered, none with a failure, and others are served meanwhile. */

import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Json } from '../../shared/scim/json.ts';
import { openService } from '../service.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MAX_BODY = 1024 * 1024;

const name = fc.constantFrom(
  'userName',
  'displayName',
  'emails',
  'roles',
  'members',
  'name',
  'active',
  'x509Certificates',
  'manager',
  'emails[type eq "work"].value',
  'name.givenName',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
  'urn:x:y',
  '$ref',
  'value',
  'type',
);
const text = fc.oneof(
  fc.constantFrom('', 'a', 'True', '{"value":"x"}', '0190a000-0000-7000-8000-000000000001', 'e\u0301\u0323'),
  fc.constantFrom('Σ', 'İ', '\u200b', '"', '\\', '1e9', 'QUJD', '2026-01-31T09:30:00Z', 'https://x'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
);
const small: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.dictionary(name, fc.oneof(text, fc.boolean(), fc.array(text, { maxLength: 3 })), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
);

/** Makes a large value of a small one: as JSON text of about so many characters. */
const GROWTHS = {
  list: (unit: string, size: number) => `[${repeated(unit, size)}]`,
  object: (unit: string, size: number) => {
    const names = Array.from({ length: Math.ceil(size / (unit.length + 8)) }, (_, i) => `"k${i}":${unit}`);
    return `{${names.join(',')}}`;
  },
  text: (unit: string, size: number) => JSON.stringify(unit.repeat(Math.ceil(size / unit.length))),
  depth: (unit: string, size: number) => {
    const levels = Math.min(Math.ceil(size / 6), 50_000);
    return `${'{"a":'.repeat(levels)}${unit}${'}'.repeat(levels)}`;
  },
  digits: (_unit: string, size: number) => '7'.repeat(size),
};

const repeated = (unit: string, size: number): string =>
  Array.from({ length: Math.ceil(size / (unit.length + 1)) }, () => unit).join(',');

const growth = fc.constantFrom(...Object.values(GROWTHS));
const size = fc.integer({ min: 1000, max: MAX_BODY - 1000 });
const large = fc
  .tuple(growth, small, size)
  .map(([grow, unit, characters]) => grow(JSON.stringify(unit), characters).slice(0, 2 * MAX_BODY));

const operation = fc
  .tuple(fc.constantFrom('add', 'Replace', 'remove', 'x'), fc.option(name, { nil: undefined }), small)
  .map(([op, path, value]) => JSON.stringify({ op, path, value }));

const sent = fc.oneof(
  fc.record({
    method: fc.constantFrom('POST', 'PUT'),
    body: fc
      .tuple(name, large)
      .map(
        ([one, value]) => `{"schemas":[],"userName":"n","displayName":"n",${JSON.stringify(one)}:${value}}`,
      ),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    body: fc.oneof(
      fc
        .tuple(operation, size)
        .map(([one, characters]) => `{"schemas":["${PATCH}"],"Operations":[${repeated(one, characters)}]}`),
      fc
        .tuple(fc.constantFrom('add', 'replace', 'remove'), fc.option(name, { nil: undefined }), large)
        .map(([op, path, value]) => {
          const start = JSON.stringify({ op, path }).slice(0, -1);
          return `{"schemas":["${PATCH}"],"Operations":[${start},"value":${value}}]}`;
        }),
    ),
  }),
  fc.record({ method: fc.constantFrom('POST', 'PATCH', 'PUT'), body: large }),
);

it.each(['ignore', 'reject'] as const)(
  'is answered by what it is: taken, or refused with a SCIM error (%s)',
  async (unsupportedAttributes) => {
    const service = await openService({ unsupportedAttributes });
    const idOf = async (path: string, body: object) =>
      String(((await service.call('POST', path, body)).json as { id: string }).id);
    const user = await idOf('/Users', { userName: 'ann' });
    const group = await idOf('/Groups', { displayName: 'G' });
    const paths = fc.constantFrom(['/Users', user] as const, ['/Groups', group] as const);
    await fc.assert(
      fc.asyncProperty(sent, paths, async ({ method, body }, [endpoint, id]) => {
        const path = method === 'POST' ? endpoint : `${endpoint}/${id}`;
        let turns = 0;
        let ended = false;
        const called = service.call(method, path, body).finally(() => {
          ended = true;
        });
        for (; !ended; turns += 1) await turn();
        const { status, json } = await called;
        expect([status, status < 500 && status !== 404]).toEqual([status, true]);
        if (status >= 400) expect(json).toMatchObject({ status: String(status), detail: expect.any(String) });
        expect(turns).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
    const { status } = await service.call('GET', `/Users/${user}`);
    expect(status).toBe(200);
  },
  120_000,
);
