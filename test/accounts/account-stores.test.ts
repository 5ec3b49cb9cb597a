import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeAccountStore } from '../contract/account-store.ts';
import { emittedShapes } from '../cosmos/emitted.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

const { seen, unlisted } = emittedShapes();

describeAccountStore('SQLite', async () => {
  const documents = openSqlite(':memory:', 'accounts');
  return { connect: () => documents };
});

describeAccountStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble({ seen });
  return { connect: () => connect({ container: 'accounts' }) };
});

it('every query of accounts has a shape of docs/cosmos.md', () => {
  expect(unlisted()).toEqual([]);
});
