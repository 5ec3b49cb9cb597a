import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeArchiveStore } from '../contract/archive-store.ts';
import { emittedShapes } from '../cosmos/emitted.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

const { seen, unlisted } = emittedShapes();

describeArchiveStore('SQLite', async () => {
  const store = openSqlite(':memory:', 'resources');
  return { connect: () => store, close: () => store.close() };
});

describeArchiveStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble({ seen });
  return { connect: () => connect() };
});

it('every query of archives has a shape of docs/cosmos.md', () => {
  expect(unlisted()).toEqual([]);
});
