/** Ids that begin alike are neighbours: a prefix is a range of ids. */

import { compareText } from '../../scim/resource/compare.ts';
import type { DocumentQuery } from './document-store.ts';

export type Bound = readonly [operator: '>' | '>=' | '<', id: string];

/** The bounds of the ids that a query asks for: one below them at most, as an index begins at one place. */
export function boundsOf({ prefix, after }: Pick<DocumentQuery, 'prefix' | 'after'>): readonly Bound[] {
  const start: readonly Bound[] = after === undefined ? [] : [['>', after]];
  if (prefix === undefined) return start;
  const isWithin = after !== undefined && compareText(after, prefix) >= 0;
  return [...(isWithin ? start : ([['>=', prefix]] as const)), ['<', behind(prefix)]];
}

/** The first text behind all that begin with the prefix, which ends in an ASCII character. */
const behind = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
