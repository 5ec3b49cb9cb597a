/** The patch operation of the document port, on a document in memory. */

import { isObject, type Json } from '../../scim/json.ts';
import type { DocumentOperation, Guard, StoredDocument } from '../document-store.ts';

export type Patch = Extract<DocumentOperation, { kind: 'patch' }>;

const MAX_PROPERTIES = 10;

export const meets = (document: StoredDocument, when: Guard): boolean =>
  Object.entries(when).every(([name, value]) =>
    value === undefined
      ? !Object.hasOwn(document, name)
      : Object.hasOwn(document, name) && document[name] === value,
  );

export function patched(document: StoredDocument, patch: Patch): StoredDocument {
  const { set = {}, remove = [], increment = {} } = patch;
  const size = Object.keys(set).length + remove.length + Object.keys(increment).length;
  if (size > MAX_PROPERTIES) throw new TypeError(`a patch takes ${MAX_PROPERTIES} properties, not ${size}`);
  let result: Json = document as Json;
  for (const [pointer, value] of Object.entries(set)) result = change(result, names(pointer), () => value);
  for (const pointer of remove) result = change(result, names(pointer), () => undefined);
  for (const [pointer, by] of Object.entries(increment)) {
    result = change(result, names(pointer), (value) => (typeof value === 'number' ? value : 0) + by);
  }
  return result as StoredDocument;
}

/** RFC 6901. */
const names = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

function change(
  json: Json,
  [name = '', ...rest]: readonly string[],
  to: (value: Json | undefined) => Json | undefined,
): Json {
  if (!isObject(json)) throw new TypeError('a patch names a property whose parent is not there');
  const current = Object.hasOwn(json, name) ? json[name] : undefined;
  const next = rest.length === 0 ? to(current) : change(current ?? null, rest, to);
  const others = Object.entries(json).filter(([other]) => other !== name);
  return Object.fromEntries(next === undefined ? others : [...others, [name, next]]);
}
