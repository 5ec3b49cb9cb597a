/** Members join and leave in small PATCHes, several of which run on one group at the same time. */

import { addMembersBody, removeMembersBody } from '../client/bodies.ts';
import { probe } from './query.ts';
import { read, send } from './resource.ts';
import { live, type Session, type Tracked } from './session.ts';

interface MemberBatch {
  readonly group: Tracked;
  readonly ids: readonly string[];
}

/** Every user is in one group and every third in the next one, too. */
export function memberBatches({ users, groups, groupCount }: Session): MemberBatch[] {
  const belongs = (user: Tracked, group: Tracked): boolean => {
    const home = user.index % groupCount;
    return group.index === home || (user.index % 3 === 0 && group.index === (home + 1) % groupCount);
  };
  return live(groups).flatMap((group) =>
    inBatches(
      group,
      live(users)
        .filter((user) => belongs(user, group))
        .map((user) => user.id),
    ),
  );
}

/** One to five members in turn. Neighbours in the result run at the same time, on the same group. */
export function inBatches(group: Tracked, ids: readonly string[]): MemberBatch[] {
  const batches: MemberBatch[] = [];
  for (let start = 0; start < ids.length; start += batches.at(-1)?.ids.length ?? 1) {
    batches.push({ group, ids: ids.slice(start, start + 1 + (batches.length % 5)) });
  }
  return batches;
}

export async function addMembers(session: Session, { group, ids }: MemberBatch): Promise<void> {
  await probe(session, group, 'members', ids[0] ?? '', 0);
  await send(session, group, addMembersBody(group.dialect, ids), () => {
    for (const id of ids) group.members.add(id);
  });
}

/** Every fourth member of each group leaves. */
export const departures = ({ groups }: Session): MemberBatch[] =>
  live(groups).flatMap((group) =>
    inBatches(
      group,
      [...group.members].filter((_, position) => position % 4 === 1),
    ),
  );

export async function removeMembers(session: Session, { group, ids }: MemberBatch): Promise<void> {
  await read(session, group);
  await probe(session, group, 'members', ids[0] ?? '', 1);
  await send(session, group, removeMembersBody(group.dialect, ids), () => {
    for (const id of ids) group.members.delete(id);
  });
}
