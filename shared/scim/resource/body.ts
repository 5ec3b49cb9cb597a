/** The body of a create or replace as a whole (RFC 7644 §3.3, §3.5.1), before its attributes are read. */

import { invalidSyntax, invalidValue } from '../error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { sameName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say, sent } from '../text.ts';

/** Attributes and extensions of a body. @throws ScimError for another type's `schemas`, and for what is given twice */
export function bodyEntries(type: ResourceType, body: JsonObject): readonly [string, Json][] {
  const entries = uniquelyNamed(rootEntries(type, body), '');
  for (const [name, json] of entries) {
    if (sameName(name, 'schemas')) requireOwnSchema(type, json);
    if (isPathOf(type, name)) throw givenAsPart(name);
    if (selectsFrom(type, name)) throw elementAsName(name);
  }
  return entries;
}

/**
 * The entries at the root. An object below the URN of the core schema holds such attributes, too; what is readOnly
 * in it is left out, for the root may say the same.
 */
export const rootEntries = (type: ResourceType, body: JsonObject): readonly [string, Json][] =>
  Object.entries(body).flatMap(([name, json]): readonly [string, Json][] =>
    sameName(name, type.schema.id) && isObject(json)
      ? Object.entries(json).filter(([inner]) => !isReadOnly(type, inner))
      : [[name, json]],
  );

const isReadOnly = (type: ResourceType, name: string): boolean =>
  type.attributes.named(name)?.mutability === 'readOnly';

/**
 * RFC 7643 §3: `schemas` says what the resource is. Without it the endpoint says so, and URNs that are unknown here
 * take nothing away from the resource; one of another resource type means that the client is in the wrong place.
 */
function requireOwnSchema({ name, schema, endpoint }: ResourceType, schemas: Json): void {
  if (schemas === null || schemas === '') return;
  const right = () => fix`for ${endpoint} send ["${schema.id}"]`;
  if (!Array.isArray(schemas) || !schemas.every(isTextOrNull)) {
    throw invalidValue('schemas', say`${field('schemas')} must be a list of URNs: ${right()}.`);
  }
  const other = schemas.find((urn) => urn !== null && CORE_SCHEMA.test(urn) && !sameName(urn, schema.id));
  if (other === undefined || other === null) return;
  throw invalidValue(
    'schemas',
    say`${field('schemas')} names ${sent(other.slice(0, 200))}, which is not a schema of a ${name}: ${right()}.`,
  );
}

const CORE_SCHEMA = /^urn:ietf:params:scim:schemas:core:2\.0:/i;

const isTextOrNull = (json: Json): json is string | null => typeof json === 'string' || json === null;

/** A name that is still a path here: the same attribute is also given as an object. */
function isPathOf(type: ResourceType, name: string): boolean {
  const [base = '', sub] = name.slice(name.lastIndexOf(':') + 1).split('.');
  const urn = name.includes(':') ? name.slice(0, name.lastIndexOf(':')) : undefined;
  if (urn === undefined && sub === undefined) return false;
  const found = type.locate(urn, base);
  return found !== undefined && (urn !== undefined || found.extension === undefined);
}

/** A value filter behind the name of an attribute is for the paths of a PATCH; a body has whole lists. */
function selectsFrom(type: ResourceType, name: string): boolean {
  const [path = '', ...filter] = name.split('[');
  const colon = path.lastIndexOf(':');
  const urn = colon < 0 ? undefined : path.slice(0, colon);
  return filter.length > 0 && type.locate(urn, path.slice(colon + 1)) !== undefined;
}

const elementAsName = (name: string) => {
  const attribute = name.slice(0, name.indexOf('['));
  return invalidSyntax(
    'path-not-possible',
    say`${field(name.slice(0, 200))} is a path, for PATCH: ${fix`send ${field(attribute)} with all of its values`}.`,
  );
};

const givenAsPart = (name: string) =>
  invalidSyntax(
    'given-twice',
    say`${field(name.slice(0, 200))} is given twice, by its path and as a part of an object: ${fix`send it once`}.`,
  );

/** RFC 7643 §2.1: two names that differ only in case are one attribute; which value is meant cannot be told. */
export function uniquelyNamed(entries: readonly [string, Json][], prefix: string): readonly [string, Json][] {
  const names = new Map<string, string>();
  for (const [name] of entries) {
    const other = names.get(name.toLowerCase());
    if (other !== undefined) {
      const how = other === name ? '' : ', in different case';
      throw invalidSyntax(
        'given-twice',
        say`${field(prefix + name)} is given twice${how}: ${fix`send it once`}.`,
      );
    }
    names.set(name.toLowerCase(), name);
  }
  return entries;
}
