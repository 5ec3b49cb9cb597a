/**
 * What tells most entries of the log from those that a condition selects, without a look into their JSON: some text that
 * must be in the text of the search keys.
 */

import type { Condition } from '../../scim/filter/condition.ts';
import type { SqliteBind } from './sqlite-condition.ts';

/** More texts than this are left to the condition itself. */
const MAX_TEXTS = 20;

/**
 * @returns SQL over the column `k` that is true of all entries that the condition selects, and perhaps of others;
 * undefined where no text tells them
 */
export function mayHold(condition: Condition, bind: SqliteBind): string | undefined {
  const texts = textsIn(condition);
  if (!texts || texts.size > MAX_TEXTS) return undefined;
  return `(${[...texts].map((text) => `instr(k, ${bind(text)}) > 0`).join(' OR ') || '0'})`;
}

type Texts = ReadonlySet<string> | undefined;

/** One of them is in the keys of whatever is selected. @param isBelow whether paths begin below the search keys */
function textsIn(condition: Condition, isBelow = false): Texts {
  const isKey = ([first]: readonly string[]) => isBelow || first === 'k';
  switch (condition.kind) {
    case 'and':
      return condition.terms.map((term) => textsIn(term, isBelow)).reduce(fewer, undefined);
    case 'or':
      return condition.terms.map((term) => textsIn(term, isBelow)).reduce(together, new Set());
    case 'any':
      return isKey(condition.path) ? textsIn(condition.where, true) : undefined;
    case 'in':
      return isKey(condition.path)
        ? new Set(condition.values.map((value) => JSON.stringify(value)))
        : undefined;
    case 'compare':
      return isKey(condition.path) ? textOf(condition) : undefined;
    default:
      return undefined;
  }
}

const fewer = (one: Texts, other: Texts): Texts =>
  one === undefined || (other !== undefined && other.size < one.size) ? other : one;

const together = (one: Texts, other: Texts): Texts => one && other && new Set([...one, ...other]);

/** Keys are written as JSON.stringify writes them: equal text has equal escapes. */
function textOf({ comparator, value }: Extract<Condition, { kind: 'compare' }>): Texts {
  if (typeof value !== 'string' || !value.isWellFormed()) return undefined;
  const text = JSON.stringify(value);
  if (comparator === 'eq') return new Set([text]);
  const isPart = comparator === 'co' || comparator === 'sw' || comparator === 'ew';
  return isPart ? new Set([text.slice(1, -1)]) : undefined;
}
