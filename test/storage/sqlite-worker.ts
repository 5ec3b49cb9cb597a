// Another process on the same file: opens it, says so, and does its batches when told to start.
import type {
  BatchFailure,
  BatchSuccess,
  DocumentOperation,
} from '../../shared/storage/documents/document-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';

export interface Task {
  readonly file: string;
  readonly partition: string;
  /** Sent one after the other. */
  readonly batches: readonly (readonly DocumentOperation[])[];
  /** Starts over until it is killed. */
  readonly endless?: boolean;
}

export type Outcome = BatchSuccess | BatchFailure;

async function run({ file, partition, batches, endless }: Task): Promise<Outcome[]> {
  const store = openSqlite(file, 'resources');
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const outcomes: Outcome[] = [];
  do {
    for (const operations of batches) outcomes.push(await store.batch(partition, operations));
    if (endless) process.send?.('round');
  } while (endless);
  store.close();
  return outcomes;
}

process.once('message', async (task: Task) => {
  process.send?.(await run(task));
  process.disconnect();
});
