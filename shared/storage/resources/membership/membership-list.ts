/**
 * Memberships as they are read, in order of group and member. A group may have a million members: the ids of each page
 * that was read are one text, which takes 42 bytes for a member, a fifth of what a value for each of them would.
 */

import type { Related } from '../../../protocol/related.ts';
import type { Value } from '../../../scim/resource/resource.ts';
import type { Membership } from '../partition/documents.ts';

/** Memberships of one group that were read together. */
interface Run {
  readonly groupId: string;
  /** Type and id of each member, all with a blank between them. */
  readonly members: string;
  readonly length: number;
}

export class MembershipList implements Iterable<Membership> {
  readonly #runs: Run[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param memberships behind all others, in order */
  add(memberships: readonly Membership[]): void {
    for (let start = 0; start < memberships.length; ) {
      const groupId = memberships[start]?.groupId ?? '';
      let end = start + 1;
      while (end < memberships.length && memberships[end]?.groupId === groupId) end += 1;
      const members = memberships
        .slice(start, end)
        .map(({ memberType, memberId }) => `${memberType} ${memberId}`)
        .join(' ');
      this.#runs.push({ groupId, members, length: end - start });
      this.#length += end - start;
      start = end;
    }
  }

  *[Symbol.iterator](): Generator<Membership> {
    for (const run of this.#runs) yield* membershipsOf(run);
  }

  /** The others. @param gone ids of groups and members */
  without(gone: ReadonlySet<string>): MembershipList {
    if (gone.size === 0) return this;
    const rest = new MembershipList();
    for (const run of this.#runs.filter(({ groupId }) => !gone.has(groupId)))
      rest.add([...membershipsOf(run)].filter(({ memberId }) => !gone.has(memberId)));
    return rest;
  }

  /** By the id of the group. */
  membersByGroup(): ReadonlyMap<string, Related> {
    const runs = Map.groupBy(this.#runs, ({ groupId }) => groupId);
    return new Map([...runs].map(([groupId, some]) => [groupId, new Members(some)]));
  }
}

class Members implements Related {
  readonly length: number;
  readonly #runs: readonly Run[];

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
    this.length = runs.reduce((sum, { length }) => sum + length, 0);
  }

  *[Symbol.iterator](): Generator<Value> {
    for (const run of this.#runs)
      for (const { memberId, memberType } of membershipsOf(run)) yield { value: memberId, type: memberType };
  }
}

function* membershipsOf({ groupId, members }: Run): Generator<Membership> {
  const parts = members.split(' ');
  for (let i = 0; i + 1 < parts.length; i += 2)
    yield { groupId, memberType: parts[i] ?? '', memberId: parts[i + 1] ?? '' };
}
