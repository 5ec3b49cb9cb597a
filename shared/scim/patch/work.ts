/** How much one PATCH may ask for: how many operations, and how many values they look at, all of them together. */

import { type ScimError, tooMany } from '../error.ts';
import { type Condition, totalOf } from '../filter/condition.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { fix, say } from '../text.ts';

/** Operations on the members of a group are not counted: clients send one for each member. */
export const MAX_OPERATIONS = 1000;

export const tooManyOperations = (): ScimError =>
  tooMany(
    'too-many-operations',
    say`A PATCH may hold ${MAX_OPERATIONS} operations, and any number that add members or remove them by id; this one holds more: ${fix`split it`}.`,
  );

/** Before they are read: whether there are too many that cannot be about members by any reading. */
export function hasTooManyOperations({ detached }: ResourceType, operations: readonly Json[]): boolean {
  if (operations.length <= MAX_OPERATIONS) return false;
  const isAboutMembers = (operation: Json): boolean =>
    detached !== undefined && isObject(operation) && mentions(operation, detached.toLowerCase());
  return operations.filter((operation) => !isAboutMembers(operation)).length > MAX_OPERATIONS;
}

/** Without a path the value names the attributes. */
const mentions = (operation: JsonObject, name: string): boolean => {
  const path = Object.entries(operation).find(([key]) => key.toLowerCase() === 'path')?.[1];
  return typeof path === 'string' && path !== '' ? path.toLowerCase().includes(name) : true;
};

/** 1,000 operations on an attribute of 250 values, or 250 on one of 1,000. */
const MAX_WORK = 250_000;

/** @throws ScimError tooMany */
export function requireWorkWithin(work: number): void {
  if (work <= MAX_WORK) return;
  throw tooMany(
    'too-much-work',
    say`The operations of this PATCH look at more than ${MAX_WORK} values, all together: ${fix`split it`}.`,
  );
}

export const comparisonsOf = (condition: Condition): number =>
  totalOf(condition, (one) => (one.kind === 'in' ? one.values.length : 1));
