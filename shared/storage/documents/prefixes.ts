/** Ids that begin alike are neighbours: a prefix is a range of ids. */

import { compareText } from '../../scim/resource/compare.ts';
import type { DocumentQuery } from './document-store.ts';

export type Bound = readonly [operator: '>' | '>=' | '<', id: string];

type Ids = Pick<DocumentQuery, 'prefix' | 'after' | 'descending'>;

/** The bounds of the ids that a query asks for: one below them at most, as an index begins at one place. */
export function boundsOf(ids: Ids): readonly Bound[] {
  return ids.descending ? boundsBelow(ids) : boundsAbove(ids);
}

function boundsAbove({ prefix, after }: Ids): readonly Bound[] {
  const start: readonly Bound[] = after === undefined ? [] : [['>', after]];
  if (prefix === undefined) return start;
  const isWithin = after !== undefined && compareText(after, prefix) >= 0;
  return [...(isWithin ? start : ([['>=', prefix]] as const)), ['<', behind(prefix)]];
}

function boundsBelow({ prefix, after }: Ids): readonly Bound[] {
  const end: readonly Bound[] = after === undefined ? [] : [['<', after]];
  if (prefix === undefined) return end;
  const isWithin = after !== undefined && compareText(after, behind(prefix)) < 0;
  return [['>=', prefix], ...(isWithin ? end : ([['<', behind(prefix)]] as const))];
}

/** The first text behind all that begin with the prefix, which ends in an ASCII character. */
const behind = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
