/** A patch of the port on a document, as strict as Cosmos DB: what is refused is our own mistake. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { DocumentPatch, Guard } from '../documents/document-store.ts';

export const MAX_PROPERTIES = 10;

/** Whether every guarded property is what it has to be. */
export const meets = (document: JsonObject, when: Guard): boolean =>
  Object.entries(when).every(([name, value]) => ownValue(document, name) === value);

/** Whether a rendition from before is none of the document after the patch, which may bring the new one. */
export const endsRendition = ({ rendition, set = {}, remove = [], increment = {} }: DocumentPatch): boolean =>
  rendition !== undefined ||
  Object.keys(set).some(isRendered) ||
  remove.some(isRendered) ||
  Object.keys(increment).some(isRendered);

const isRendered = (pointer: string): boolean =>
  pointer === '/r' || pointer.startsWith('/r/') || pointer === '/type' || pointer.startsWith('/type/');

/** @throws TypeError when the patch does not fit the document */
export function patched(
  document: JsonObject,
  { set = {}, remove = [], increment = {} }: DocumentPatch,
): JsonObject {
  const edits: readonly (readonly [pointer: string, edit: Edit])[] = [
    ...Object.entries(set).map(([pointer, value]) => [pointer, assign(value)] as const),
    ...remove.map((pointer) => [pointer, removeProperty] as const),
    ...Object.entries(increment).map(([pointer, by]) => [pointer, incrementBy(by)] as const),
  ];
  if (edits.length === 0 || edits.length > MAX_PROPERTIES) {
    throw new TypeError(`a patch of ${edits.length} properties`);
  }
  return edits.reduce((result, [pointer, edit]) => withEdit(result, pointerNames(pointer), edit), document);
}

/** The object with one property edited. */
type Edit = (object: JsonObject, name: string) => JsonObject;

const assign =
  (value: Json): Edit =>
  (object, name) => ({ ...object, [name]: value });

const removeProperty: Edit = (object, name) => {
  if (!Object.hasOwn(object, name)) throw new TypeError(`nothing to remove: ${name}`);
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
};

const incrementBy =
  (by: number): Edit =>
  (object, name) => {
    const value = ownValue(object, name) ?? 0;
    if (typeof value !== 'number') throw new TypeError(`no number: ${name}`);
    return { ...object, [name]: value + by };
  };

function withEdit(object: JsonObject, [name = '', ...rest]: readonly string[], edit: Edit): JsonObject {
  if (rest.length === 0) return edit(object, name);
  const inner = ownValue(object, name);
  if (!isObject(inner)) throw new TypeError(`no object: ${name}`);
  return { ...object, [name]: withEdit(inner, rest, edit) };
}

/** RFC 6901: the names that a JSON pointer goes through. */
export function pointerNames(pointer: string): readonly string[] {
  const [root, ...names] = pointer.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root !== '' || names.length === 0 || names[0] === 'id') throw new TypeError(`no property: ${pointer}`);
  return names;
}

const ownValue = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
