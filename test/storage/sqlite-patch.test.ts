/** A patch as one statement leaves what the plain way leaves, and refuses what it refuses. */

import fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/scim/json.ts';
import type { DocumentPatch } from '../../shared/storage/documents/document-store.ts';
import { meets, patched } from '../../shared/storage/sqlite/document-patch.ts';
import { patchSql } from '../../shared/storage/sqlite/sqlite-patch.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { equal, idsOf, keep, PARTITION } from '../contract/document-store/opened.ts';

const NAMES = ['r', 'k', 'revision', 'touched', "it's", 'a"b', 'externalId', 'ttl', 'owes', 'type'];
const name = fc.constantFrom(...NAMES);
const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  fc.boolean(),
  fc.constant('type'),
);
const value: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(name, scalar, { maxKeys: 3 }),
);
const pointer = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((names) => names.map((one) => `/${one.replaceAll('~', '~0')}`).join(''))
  .filter((text) => !/^\/(type|ttl|owes)/.test(text));
const document = fc.dictionary(name, value).map((rest): JsonObject => {
  const { ttl: _ttl, k, ...others } = rest;
  const keys = typeof k === 'object' && k !== null && !Array.isArray(k) ? { k } : {};
  return { ...others, ...keys, id: 'u.1', type: 'user' };
});
const patch: fc.Arbitrary<DocumentPatch> = fc.record({
  kind: fc.constant('patch' as const),
  id: fc.constant('u.1'),
  set: fc.dictionary(pointer, value, { maxKeys: 3 }),
  remove: fc.uniqueArray(pointer, { maxLength: 2 }),
  increment: fc.dictionary(pointer, fc.integer({ min: -3, max: 3 }), { maxKeys: 2 }),
  when: fc.dictionary(name, fc.oneof(scalar, fc.constant(undefined)), { maxKeys: 2 }),
});

/** What the plain way would answer. */
function expected(before: JsonObject, asked: DocumentPatch): JsonObject | 'guard' | 'unfit' {
  if (!meets(before, asked.when)) return 'guard';
  try {
    return patched(before, asked);
  } catch {
    return 'unfit';
  }
}

it('random patches of random documents', async () => {
  const store = openSqlite(':memory:', 'resources');
  await fc.assert(
    fc.asyncProperty(document, patch, fc.boolean(), async (before, asked, fits) => {
      const sent = fits ? { ...asked, when: {} } : asked;
      const after = expected(before, sent);
      await keep(store, [before as never]);
      const outcome = await store.batch(PARTITION, [sent]).catch(() => 'unfit');
      if (after === 'unfit') expect(outcome).toBe('unfit');
      else if (after === 'guard') expect(outcome).toMatchObject({ ok: false, reason: 'guard' });
      else expect(outcome).toEqual({ ok: true, documents: [after] });
      expect(await store.read(PARTITION, 'u.1')).toEqual(typeof after === 'string' ? before : after);
    }),
    { numRuns: 1000 },
  );
  store.close();
});

describe('what the service patches is one statement', () => {
  const when = { type: 'user', revision: 3, intent: undefined };
  it.each<readonly [string, Pick<DocumentPatch, 'set' | 'remove' | 'increment'>]>([
    ['attributes', { set: { '/r': {}, '/k': {}, '/operationId': 'x' }, increment: { '/revision': 1 } }],
    [
      'members',
      { set: { '/r/meta/lastModified': 'x', '/k/meta/lastModified': 'x' }, increment: { '/revision': 1 } },
    ],
    ['a guard of a member', { set: { '/touched': 'x' } }],
    ['the end of a large change', { remove: ['/intent'] }],
  ])('%s', (_title, change) => {
    expect(patchSql('resources', { kind: 'patch', id: 'u.1', when, ...change })).toBeDefined();
  });

  it('and new search keys are found', async () => {
    const store = openSqlite(':memory:', 'resources');
    await keep(store, [{ id: 'u.1', type: 'user', k: { externalId: 'before' } }]);
    const set = { '/k': { externalId: 'after' } };
    await store.batch(PARTITION, [{ kind: 'patch', id: 'u.1', set, when: {} }]);
    expect(await idsOf(store, equal(['k', 'externalId'], 'after'))).toEqual(['u.1']);
    expect(await idsOf(store, equal(['k', 'externalId'], 'before'))).toEqual([]);
    store.close();
  });
});
