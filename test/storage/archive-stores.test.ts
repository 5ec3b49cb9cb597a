import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeArchiveStore } from '../contract/archive-store.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describeArchiveStore('SQLite', async () => {
  const store = openSqlite(':memory:', 'resources');
  return { connect: () => store, close: () => store.close() };
});

describeArchiveStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble();
  return { connect: () => connect() };
});
