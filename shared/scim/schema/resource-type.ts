/**
 * RFC 7643 §6: a resource type is a base schema plus extensions. Compiled once, it answers what the code asks of it; no code
 * asks for its name to decide something. This room owns what is known before there is a resource: types, schemas and
 * attributes. It never sees a value, and imports nothing.
 */

import { type Attribute, type Attributes, attributesOf, compileAttributes } from './attribute.ts';
import { commonAttributes, compileSchema, type Schema, type SchemaDefinition } from './schema.ts';

/** A resource type as data. */
export interface ResourceTypeDefinition {
  /** Also the `meta.resourceType` of its resources. */
  readonly name: string;
  readonly description: string;
  /** Below the Base URL. */
  readonly endpoint: `/${string}`;
  readonly schema: SchemaDefinition;
  /** The attribute whose value is unique in the account, without regard to case: a resource is called by it. */
  readonly uniqueAttribute: string;
  readonly relation?: Relation;
  /** RFC 7644 §3.5.2: what a PATCH answers when the client asks for no attribute by name. */
  readonly patchAnswer: 'resource' | 'none';
}

/** An attribute whose values are memberships: documents of their own, beside the resource. */
interface Relation {
  readonly attribute: string;
  /** Which end of a membership the resource is: `groupId` of its members, `memberId` of its groups. */
  readonly end: 'groupId' | 'memberId';
  /** False for an attribute that is computed when the resource is read. */
  readonly writable: boolean;
}

/** Where an attribute lives: at the root of a resource, or below the URN of an extension. */
export interface Located {
  readonly attribute: Attribute;
  /** URN of the extension that holds the attribute; undefined at the root. */
  readonly extension: string | undefined;
}

export interface ResourceType extends Omit<ResourceTypeDefinition, 'schema'> {
  /** Common attributes (RFC 7643 §3.1) and those of the base schema. */
  readonly attributes: Attributes;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
  /** The attribute of a relation that clients write: never read to change it. */
  readonly detached: string | undefined;
  /** Names of the resource types that its members may have, the likeliest first. */
  readonly memberTypes: readonly string[];
  /** An extension by its URN, in any case. */
  readonly extension: (urn: string) => Schema | undefined;
  /**
   * A top-level attribute. Without a URN, base attributes win over extension attributes, so that a bare name which is
   * only an extension attribute means that one.
   */
  readonly locate: (urn: string | undefined, name: string) => Located | undefined;
}

export function compileResourceType(definition: ResourceTypeDefinition): ResourceType {
  const { relation } = definition;
  const schema = compileSchema(definition.schema);
  const attributes = attributesOf([...compileAttributes(commonAttributes), ...schema.attributes]);
  const detached = relation?.writable ? attributes.named(relation.attribute) : undefined;
  return {
    ...definition,
    attributes,
    schema,
    detached: detached?.name,
    memberTypes: detached?.refersTo ?? [],
    ...lookups(attributes, schema, []),
  };
}

/** The same type with these extensions; its base, which is compiled already, is shared. */
export const extended = (type: ResourceType, extensions: readonly SchemaDefinition[]): ResourceType => ({
  ...type,
  ...lookups(type.attributes, type.schema, extensions.map(compileSchema)),
});

function lookups(
  root: Attributes,
  base: Schema,
  extensions: readonly Schema[],
): Pick<ResourceType, 'extensions' | 'extension' | 'locate'> {
  const byUrn = new Map(extensions.map((schema) => [schema.id.toLowerCase(), schema]));
  const atRoot = locations(root, undefined);
  const inside = extensions.map(
    ({ id, attributes }) => [id.toLowerCase(), locations(attributes, id)] as const,
  );
  const bare = new Map([...inside.toReversed().flatMap(([, located]) => [...located]), ...atRoot]);
  const places = new Map<string | undefined, ReadonlyMap<string, Located>>([
    [undefined, bare],
    [base.id.toLowerCase(), atRoot],
    ...inside,
  ]);
  return {
    extensions,
    extension: (urn) => byUrn.get(urn.toLowerCase()),
    locate: (urn, name) => places.get(urn?.toLowerCase())?.get(name.toLowerCase()),
  };
}

const locations = (attributes: Attributes, extension: string | undefined): ReadonlyMap<string, Located> =>
  new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), { attribute, extension }]));

/** @throws TypeError for a name that only a fault of this service can produce, such as a reference in a schema */
export function typeNamed(types: readonly ResourceType[], name: string): ResourceType {
  const type = types.find((one) => one.name === name);
  if (!type) throw new TypeError(`no resource type is called ${name}`);
  return type;
}

/** @throws TypeError for an endpoint that only a fault of this service can produce */
export function typeAt(types: readonly ResourceType[], endpoint: string): ResourceType {
  const type = types.find((one) => one.endpoint === endpoint);
  if (!type) throw new TypeError(`no resource type has the endpoint ${endpoint}`);
  return type;
}
