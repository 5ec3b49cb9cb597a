/** Which of a container's two tables holds a document, and which of them can hold what a condition selects. */

import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import type { Row } from './sqlite-row.ts';

export const logTable = (container: string): string => `${container}_log`;

export const LOG_TYPE = 'log';
const LOG_IDS = 'l.';

/** Whether the table of the log may hold a document of this id. */
export const mayBeLogged = (id: string): boolean => id.startsWith(LOG_IDS);

/** Whether it holds this one: nothing by which documents are found, but its id and the search keys of an entry. */
export const isLogged = ({ id, type, groupId, memberId, owes }: Row): boolean =>
  mayBeLogged(id) && type === LOG_TYPE && groupId === null && memberId === null && owes === null;

/** Whether the table of the log may hold documents that meet the condition. */
export function mayBeAboutLog(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.terms.every(mayBeAboutLog);
    case 'or':
      return condition.terms.some(mayBeAboutLog);
    case 'compare':
      return condition.comparator !== 'eq' || mayBeIn(condition.path, [condition.value]);
    case 'in':
      return mayBeIn(condition.path, condition.values);
    default:
      return true;
  }
}

function mayBeIn([name = '', ...rest]: KeyPath, values: readonly unknown[]): boolean {
  if (rest.length > 0) return true;
  if (name === 'type') return values.includes(LOG_TYPE);
  if (name === 'id') return values.some((value) => typeof value === 'string' && mayBeLogged(value));
  return name !== 'groupId' && name !== 'memberId' && name !== 'owes';
}
