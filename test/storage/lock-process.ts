// Another process on the same file: locks it, says so, and gives it back when told to. With it the lock ends at the latest.
import { DatabaseSync } from 'node:sqlite';

process.once('message', (file: string) => {
  const database = new DatabaseSync(file);
  database.exec('BEGIN IMMEDIATE');
  process.send?.('locked');
  process.once('message', () => {
    database.exec('COMMIT');
    database.close();
    process.disconnect();
  });
});
