/**
 * Reads may lag behind the writes of another instance. A resource that was created a moment ago may therefore not
 * be visible yet: its id tells when it was made, and for so young an id "not there" is asked again.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredDocument } from '../../documents/document-store.ts';
import { resourceDocumentId } from './documents.ts';
import type { Partition } from './partition.ts';

/** Milliseconds. */
const YOUNG = 2_000;
const PAUSES = [20, 80, 300, 600] as const;

/** Runs `read` again, a few times, while it finds nothing and one of the ids is young. */
export async function untilVisible<Result>(
  partition: Partition,
  ids: readonly string[],
  read: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const found = await read();
  if (found !== undefined || !ids.some((id) => Math.abs(partition.now() - createdAt(id)) < YOUNG))
    return found;
  for (const pause of PAUSES) {
    await sleep(pause);
    const late = await read();
    if (late !== undefined) return late;
  }
  return undefined;
}

/** The document of a resource, or its tombstone. */
export const readResourceDocument = (
  partition: Partition,
  typeName: string,
  id: string,
): Promise<StoredDocument | undefined> =>
  untilVisible(partition, [id], () => partition.read(resourceDocumentId(typeName, id)));

/** RFC 9562 §5.7: a UUID version 7 starts with the milliseconds since the epoch. */
const createdAt = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
