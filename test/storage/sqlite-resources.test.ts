import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeResourceStore } from '../contract/resource-store.ts';

describeResourceStore('SQLite', async () => {
  const store = openSqlite(':memory:', 'resources');
  return { connect: () => store, close: () => store.close() };
});
