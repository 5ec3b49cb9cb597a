import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeAccountStore } from '../contract/account-store.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describeAccountStore('SQLite', async () => {
  const documents = openSqlite(':memory:', 'accounts');
  return { connect: () => documents };
});

describeAccountStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble();
  return { connect: () => connect() };
});
