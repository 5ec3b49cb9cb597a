/** A change that is done is not answered as a failure because what is kept beside the resource cannot be read. */

import { noMemberChange } from '../../shared/scim/patch/member-change.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { createGroup, createUser, everything, groups, idOf, users } from '../contract/population.ts';

const documents = openSqlite(':memory:', 'resources');
const store = resourceStore(documents);

afterAll(() => documents.close());

/** Its queries fail. */
const withoutQueries = (inner: DocumentStore): DocumentStore => ({
  read: (...asked) => inner.read(...asked),
  batch: (...asked) => inner.batch(...asked),
  query: async () => {
    throw new StoreUnavailable('silent');
  },
  count: (...asked) => inner.count(...asked),
});

it.each([
  ['group', groups, () => createGroup(store, 'Staff', [])],
  ['user', users, () => createUser(store, 'ann')],
])('a change of a %s is answered with what was written', async (_name, scope, create) => {
  const id = await create();
  const changed = await resourceStore(withoutQueries(documents)).update(scope, id, everything, (found) => ({
    attributes: { ...found.resource, externalId: 'x' },
    members: noMemberChange,
    conditional: false,
    log: () => [],
  }));
  expect(idOf(changed)).toBe(id);
  expect(changed?.resource.externalId).toBe('x');
});
