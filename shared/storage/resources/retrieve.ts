/** RFC 7644 §3.4.1: one resource with the values that are kept beside it. */

import type { StoredResource, Want } from '../../protocol/resource-store.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { relatedValues, withRelated } from './membership/related-values.ts';
import { storedResource } from './partition/documents.ts';
import { ONE_PAGE, type Partition } from './partition/partition.ts';
import { readResourceDocument } from './partition/read-your-writes.ts';

export const retrieveResource = (
  partition: Partition,
  type: ResourceType,
  id: string,
  want: Want,
): Promise<StoredResource | undefined> =>
  type.detached === undefined
    ? retrieveWithGroups(partition, type, id, want)
    : retrieveConsistent(partition, type, id, want);

/** The groups of a user are not part of its version. Of one that is not there nobody asks for them. */
async function retrieveWithGroups(partition: Partition, type: ResourceType, id: string, want: Want) {
  const stored = storedResource(type.name, await readResourceDocument(partition, type.name, id));
  return stored && withRelated(stored, await relatedValues(partition, type, id, want));
}

/** Reads of a list that spans several pages, while others change it. */
const MAX_READS = 5;

/**
 * First the version, then the members: newer members under an older version cost a client a 412, older ones under a
 * newer version would cost it a member. A list of several pages is read again when it changed meanwhile.
 */
async function retrieveConsistent(partition: Partition, type: ResourceType, id: string, want: Want) {
  const read = async () => storedResource(type.name, await readResourceDocument(partition, type.name, id));
  for (let reads = 1; ; reads += 1) {
    const stored = await read();
    if (!stored || !want.members) return stored;
    const related = await relatedValues(partition, type, id, want);
    const single = (related.get(id)?.length ?? 0) < ONE_PAGE;
    if (single || reads === MAX_READS) return withRelated(stored, related);
    const after = await read();
    if (after?.revision === stored.revision) return withRelated(stored, related);
  }
}
