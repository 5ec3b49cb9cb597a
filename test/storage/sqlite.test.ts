import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { describeDocumentStore } from '../contract/document-store.ts';

describeDocumentStore('SQLite', async (options) => {
  const store = openSqlite(':memory:', 'resources', options);
  return { store, close: () => store.close() };
});
