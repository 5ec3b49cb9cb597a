/** A patch of the port on a document, as strict as Cosmos DB: what is refused is our own mistake. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { DocumentOperation, Guard } from '../documents/document-store.ts';

export type Patch = Extract<DocumentOperation, { kind: 'patch' }>;

const MAX_PROPERTIES = 10;

/** Whether every guarded property is what it has to be. */
export const meets = (document: JsonObject, when: Guard): boolean =>
  Object.entries(when).every(([name, value]) => own(document, name) === value);

/** @throws TypeError when the patch does not fit the document */
export function patched(document: JsonObject, { set = {}, remove = [], increment = {} }: Patch): JsonObject {
  const edits: readonly (readonly [pointer: string, edit: Edit])[] = [
    ...Object.entries(set).map(([pointer, value]) => [pointer, assign(value)] as const),
    ...remove.map((pointer) => [pointer, omit] as const),
    ...Object.entries(increment).map(([pointer, by]) => [pointer, add(by)] as const),
  ];
  if (edits.length === 0 || edits.length > MAX_PROPERTIES) {
    throw new TypeError(`a patch of ${edits.length} properties`);
  }
  return edits.reduce((result, [pointer, edit]) => change(result, namesOf(pointer), edit), document);
}

/** The object with one property edited. */
type Edit = (object: JsonObject, name: string) => JsonObject;

const assign =
  (value: Json): Edit =>
  (object, name) => ({ ...object, [name]: value });

const omit: Edit = (object, name) => {
  if (!Object.hasOwn(object, name)) throw new TypeError(`nothing to remove: ${name}`);
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
};

const add =
  (by: number): Edit =>
  (object, name) => {
    const value = own(object, name) ?? 0;
    if (typeof value !== 'number') throw new TypeError(`no number: ${name}`);
    return { ...object, [name]: value + by };
  };

function change(object: JsonObject, [name = '', ...rest]: readonly string[], edit: Edit): JsonObject {
  if (rest.length === 0) return edit(object, name);
  const inner = own(object, name);
  if (!isObject(inner)) throw new TypeError(`no object: ${name}`);
  return { ...object, [name]: change(inner, rest, edit) };
}

/** RFC 6901: the names that a JSON pointer goes through. */
function namesOf(pointer: string): readonly string[] {
  const [root, ...names] = pointer.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root !== '' || names.length === 0 || names[0] === 'id') throw new TypeError(`no property: ${pointer}`);
  return names;
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
