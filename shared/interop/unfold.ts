/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: an operation without a path carries an object of attributes. One operation for each
 * of them means the same, and gives each value a target.
 */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation, OperationPath } from '../scim/messages/patch-op.ts';
import { type Attribute, sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { extensionSchemas, isExtra, ownAttributes } from './dropped.ts';
import { colonPath, notingPolicy, pathOf, targetOf } from './paths.ts';
import { type Note, type Quirk, rewrite } from './quirk.ts';

/** The object whose attributes an operation carries. */
interface Holder {
  readonly type: ResourceType;
  /** URN of the extension whose attributes the object holds; undefined at the root. */
  readonly extension: string | undefined;
  /** Whether the object stands below the URN of the core schema: a further one inside means nothing. */
  readonly below?: boolean;
}

export const pathKey: Quirk<ResourceType, OperationPath> = {
  name: 'path-key',
  source: 'Entra ID with aadOptscim062020: paths as keys of one object',
  apply: (type, path) => targetOf(type, colonPath(type, path.text) ?? path) && path,
};

/** @param note told of keys that are paths and no names, and of those that are dropped */
export function unfold(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  const { op, path, value } = operation;
  const root: Holder = { type, extension: undefined };
  const holder = path === undefined ? root : holderBelow(root, path.text.trim());
  if (op === 'remove' || !isObject(value)) return [operation];
  if (holder) return unfoldObject(holder, operation, value, note);
  if (path === undefined || targetOf(type, path)) return [operation];
  return [{ ...operation, value: withoutSchemas(type, path.text.trim(), value, note) }];
}

/** The object below a URN: of an extension, or of the core schema, where attributes stand as at the root. */
function holderBelow({ type, extension, below }: Holder, urn: string): Holder | undefined {
  if (extension !== undefined) return undefined;
  if (sameName(urn, type.schema.id)) return below ? undefined : { type, extension, below: true };
  const found = type.extension(urn);
  return found && { type, extension: found.id };
}

function unfoldObject(
  holder: Holder,
  { op, sent }: Operation,
  value: JsonObject,
  note: Note,
): readonly Operation[] {
  const { type, extension } = holder;
  const object = extension === undefined ? value : withoutSchemas(type, extension, value, note);
  const unknown: [string, Json][] = [];
  const operations = Object.entries(object).flatMap(([key, json]): readonly Operation[] => {
    const inner = isObject(json) ? holderBelow(holder, key) : undefined;
    if (inner && isObject(json)) return unfoldObject(inner, { op, sent }, json, note);
    if (isExtra(type, below(extension, key), json, note)) return [];
    const attribute = attributeIn(holder, key);
    const path = attribute ? pathTo(attribute, extension) : pathOf(below(extension, key), notingPolicy(note));
    if (isOwn(type, path, note)) return [];
    const target = attribute ? path : pathInKey(holder, key, path, note);
    if (target) return [{ op, path: target, value: json, sent }];
    unknown.push([key, isObject(json) ? withoutSchemas(type, key, json, note) : json]);
    return [];
  });
  if (unknown.length === 0) return operations;
  const rest = Object.fromEntries(unknown);
  return [...operations, { op, value: extension === undefined ? rest : { [extension]: rest }, sent }];
}

const below = (extension: string | undefined, name: string): string =>
  extension === undefined ? name : `${extension}:${name}`;

const attributeIn = ({ type, extension }: Holder, name: string): Attribute | undefined =>
  type.locate(extension ?? type.schema.id, name)?.attribute;

/** Written as the schema writes it: there is nothing to read. */
const pathTo = ({ name }: Attribute, extension: string | undefined): OperationPath => ({
  text: below(extension, name),
  parsed: { attribute: extension === undefined ? { name } : { urn: extension, name } },
});

const withoutSchemas = (type: ResourceType, urn: string, container: JsonObject, note: Note): JsonObject =>
  rewrite([extensionSchemas], { type, urn }, container, note);

function isOwn(type: ResourceType, path: OperationPath, note: Note): boolean {
  const own = ownAttributes.apply(type, colonPath(type, path.text) ?? path) !== undefined;
  if (own) note(ownAttributes.name);
  return own;
}

function pathInKey(
  { type, extension }: Holder,
  key: string,
  path: OperationPath,
  note: Note,
): OperationPath | undefined {
  // A value filter that cannot be read, behind the name of an attribute: the core says what is wrong with it.
  const name = below(extension, key.slice(0, Math.max(0, key.indexOf('['))));
  const found = pathKey.apply(type, path) ?? (pathKey.apply(type, pathOf(name)) && path);
  if (found) note(pathKey.name);
  return found;
}
