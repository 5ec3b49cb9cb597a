/** What /Schemas says (RFC 7644 §4), in the names under which Entra's harness looks for target attributes. */

import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { sameName } from '../../shared/scim/schema/attribute.ts';
import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../client/bodies.ts';
import { type Extension, findExtension } from '../client/extension.ts';
import { objectsIn, textOrEmpty } from '../client/model.ts';

export interface Discovered {
  readonly schemas: readonly JsonObject[];
  readonly user: AttributeNames;
  readonly group: AttributeNames;
  /** The account's own attributes, when it is one of Kissflow's. */
  readonly kissflow: Extension | undefined;
  /** Path of an attribute of a user that refers to another user. */
  readonly reference: string | undefined;
}

/** Lower case. `entra` expands every element by its type; `plain` has names and sub-attributes only. */
interface AttributeNames {
  readonly entra: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

export function discover(listing: JsonObject): Discovered {
  const schemas = objectsIn(listing.Resources);
  const named = (id: string) => schemas.filter((schema) => sameName(textOrEmpty(schema.id), id));
  const extensions = schemas.filter(
    ({ id }) => !sameName(textOrEmpty(id), USER_SCHEMA) && !sameName(textOrEmpty(id), GROUP_SCHEMA),
  );
  return {
    schemas,
    user: namesIn([...named(USER_SCHEMA), ...extensions]),
    group: namesIn(named(GROUP_SCHEMA)),
    kissflow: findExtension(listing),
    reference: referenceIn(extensions),
  };
}

/** Whether a user can have this attribute; unknown schemas rule nothing out. `externalId` is common to all. */
export const hasAttribute = (discovered: Discovered | undefined, path: string): boolean =>
  discovered === undefined ||
  path === 'externalId' ||
  discovered.user.plain.has(path.replace(/\[.*\]/, '').toLowerCase());

/** The attribute that takes a manager: the enterprise one unless the schemas say otherwise. */
export const referencePath = (discovered: Discovered | undefined): string | undefined =>
  discovered === undefined ? `${ENTERPRISE_SCHEMA}:manager` : discovered.reference;

function namesIn(schemas: readonly JsonObject[]): AttributeNames {
  const entra = schemas.flatMap((schema) => attributesOf(schema).flatMap((one) => entraNames(schema, one)));
  const plain = schemas.flatMap((schema) => attributesOf(schema).flatMap((one) => plainNames(schema, one)));
  return { entra: lowerCase(entra), plain: lowerCase(plain) };
}

/** The harness expands the sub-attributes of the core schemas only. */
function entraNames(schema: JsonObject, attribute: JsonObject): readonly string[] {
  const name = textOrEmpty(attribute.name);
  const whole = sameName(name, 'manager') || sameName(name, 'members') || attribute.type !== 'complex';
  if (!isCore(schema)) return [`${textOrEmpty(schema.id)}:${name}`];
  if (whole) return [name];
  const subs = objectsIn(attribute.subAttributes);
  if (attribute.multiValued !== true) {
    return subs.filter(({ type }) => type !== 'reference').map((sub) => `${name}.${textOrEmpty(sub.name)}`);
  }
  const type = subs.find((sub) => sameName(textOrEmpty(sub.name), 'type'));
  const types = Array.isArray(type?.canonicalValues) ? type.canonicalValues : [];
  const filters = types.length > 0 ? types.map((one: Json) => `type eq "${one}"`) : ['primary eq "True"'];
  return filters.flatMap((filter: string) =>
    subs.map((sub) => `${name}[${filter}].${textOrEmpty(sub.name)}`),
  );
}

function plainNames(schema: JsonObject, attribute: JsonObject): readonly string[] {
  const name = textOrEmpty(attribute.name);
  if (!isCore(schema)) return [`${textOrEmpty(schema.id)}:${name}`];
  return [name, ...objectsIn(attribute.subAttributes).map((sub) => `${name}.${textOrEmpty(sub.name)}`)];
}

/** `manager` before others; one that may be cleared again. */
function referenceIn(extensions: readonly JsonObject[]): string | undefined {
  const found = extensions.flatMap((schema) =>
    attributesOf(schema)
      .filter(isReference)
      .map((attribute) => `${textOrEmpty(schema.id)}:${textOrEmpty(attribute.name)}`),
  );
  return found.find((path) => path.toLowerCase().endsWith(':manager')) ?? found[0];
}

const isReference = ({ type, multiValued, mutability, required, subAttributes }: JsonObject): boolean =>
  type === 'complex' &&
  multiValued !== true &&
  mutability !== 'readOnly' &&
  required !== true &&
  objectsIn(subAttributes).some((sub) => sub.name === 'value');

const isCore = ({ id }: JsonObject): boolean =>
  sameName(textOrEmpty(id), USER_SCHEMA) || sameName(textOrEmpty(id), GROUP_SCHEMA);
const attributesOf = (schema: JsonObject): readonly JsonObject[] => objectsIn(schema.attributes);
const lowerCase = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
