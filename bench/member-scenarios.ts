/** Requests that add one member to a group, or remove one. Each is about another user, so that each has an effect. */

import type { JsonObject } from '../shared/scim/json.ts';
import { messages } from '../shared/scim/messages/messages.ts';
import { CONNECTIONS, type Traffic } from './load.ts';
import { ROUNDS, type Scenario } from './measure.ts';

const PER_SECOND = 500;
/** The one request that shows the answer. */
const SAMPLES = 1;
/** As long as requests on users are warmed up. */
export const WARM_UP_PASSES = 4;

interface Changes {
  readonly warmUp: number;
  readonly slice: number;
  readonly total: number;
}

/** As many for every group, however fast the machine is. */
export function changesIn(seconds: number): Changes {
  const slice = Math.max(CONNECTIONS, Math.round((PER_SECOND * seconds) / ROUNDS));
  const warmUp = Math.max(CONNECTIONS, Math.round(slice / 4));
  return { warmUp, slice, total: SAMPLES + warmUp + ROUNDS * slice };
}

const add = (value: string) => ({ op: 'add', path: 'members', value: [{ value }] });
const remove = (value: string) => ({ op: 'remove', path: `members[value eq "${value}"]` });

/** @param movers ids of `changes.total` users: not members before, members between, not members afterwards */
export function memberScenarios(
  groupId: string,
  size: number,
  movers: readonly string[],
  changes: Changes,
): Scenario[] {
  return [
    { name: 'add a member', operation: add },
    { name: 'remove a member', operation: remove },
  ].map(({ name, operation }) => ({
    name,
    size,
    unit: 'members',
    target: 0.08,
    traffic: () => eachOnce(groupId, movers, operation),
    warmUp: { amount: changes.warmUp },
    slice: { amount: changes.slice },
  }));
}

/** One group with all of its members, asked for by one client at a time. */
export const groupScenario = (groupId: string, size: number, seconds: number): Scenario => ({
  name: 'GET of a group',
  size,
  unit: 'members',
  connections: 1,
  traffic: () => () => () => ({ method: 'GET', path: `/Groups/${groupId}` }),
  warmUp: { amount: 1 },
  slice: { seconds: seconds / ROUNDS },
});

/** All of them become members of the group, then none of them is one, and so on. */
export function memberWarmUp(groupId: string, movers: readonly string[]): Traffic {
  const [added, removed] = [eachOnce(groupId, movers, add)(), eachOnce(groupId, movers, remove)()];
  let sent = 0;
  const next = () => {
    const isAdding = Math.floor(sent / movers.length) % 2 === 0;
    sent += 1;
    return isAdding ? added() : removed();
  };
  return () => next;
}

function eachOnce(
  groupId: string,
  movers: readonly string[],
  operation: (mover: string) => JsonObject,
): Traffic {
  let sent = 0;
  return () => () => {
    const mover = movers[sent % movers.length] ?? '';
    sent += 1;
    const body = JSON.stringify({ schemas: [messages.patchOp], Operations: [operation(mover)] });
    return { method: 'PATCH', path: `/Groups/${groupId}`, body };
  };
}
