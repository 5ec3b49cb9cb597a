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
  /** So many at the same time; then the ids of what was written are told as soon as it is acknowledged. */
  readonly width?: number;
}

export type Outcome = BatchSuccess | BatchFailure;

async function run({ file, partition, batches, endless, width = 1 }: Task): Promise<Outcome[]> {
  const store = openSqlite(file, 'resources');
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const outcomes: Outcome[] = [];
  do {
    for (let start = 0; start < batches.length; start += width) {
      const sent = batches
        .slice(start, start + width)
        .map((operations) => store.batch(partition, operations));
      const answers = await Promise.all(sent);
      outcomes.push(...answers);
      if (width > 1) process.send?.(answers.flatMap(idsIn));
    }
    if (endless) process.send?.('round');
  } while (endless);
  store.close();
  return outcomes;
}

const idsIn = (outcome: Outcome): string[] =>
  outcome.ok ? outcome.documents.flatMap((document) => (document ? [document.id] : [])) : [];

process.once('message', async (task: Task) => {
  process.send?.(await run(task));
  process.disconnect();
});
