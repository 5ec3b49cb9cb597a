/** What happens to groups themselves: created, renamed, deleted. */

import { createGroupBody } from '../client/create-body.ts';
import { newGroup } from '../client/population.ts';
import { find, findNone } from './query.ts';
import { create, modify, read } from './resource.ts';
import { isDeleted } from './scenario.ts';
import { live, type Session, type Tracked } from './session.ts';

export async function createGroup(session: Session, index: number): Promise<void> {
  const group = newGroup(session.run, index);
  await findNone(session, 'Group', 'displayName', String(group.displayName));
  await create(session, 'Group', index, group, createGroupBody(group));
}

export async function renameGroup(session: Session, group: Tracked): Promise<void> {
  await read(session, group);
  const { displayName, externalId } = group.attributes;
  await modify(session, group, [
    { target: { attribute: 'displayName' }, value: `${displayName} (renamed)` },
    { target: { attribute: 'externalId' }, value: `${externalId}-new` },
  ]);
  await find(session, group, 'displayName', String(group.attributes.displayName).toUpperCase());
  await findNone(session, 'Group', 'displayName', String(displayName));
}

export const doomedGroups = ({ groups, groupCount }: Session): Tracked[] =>
  live(groups).filter((group) => isDeleted(group.index, groupCount, 5));
