import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeFilters } from '../contract/filters.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describeFilters('SQLite', async () => openSqlite(':memory:', 'resources'));
describeFilters('Cosmos DB', async () => (await connectedDouble()).connect());
