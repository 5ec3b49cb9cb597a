/**
 * RFC 7643 §6: a resource type is a base schema plus extensions. Compiled once, it answers what the code asks of it;
 * no code asks for its name to decide something. The argument of everything in this room.
 */

import {
  type Attribute,
  type Attributes,
  attributesOf,
  findAttribute,
  findSubAttribute,
  sameName,
} from './attribute.ts';
import { commonAttributes } from './common.ts';
import { type CompiledSchema, compileSchema, type Schema } from './schema.ts';

/** A resource type as data. */
export interface ResourceTypeDefinition {
  /** Also the `meta.resourceType` of its resources. */
  readonly name: string;
  readonly description: string;
  /** Below the Base URL. */
  readonly endpoint: `/${string}`;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
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

export interface ResourceType extends ResourceTypeDefinition {
  /** Common attributes (RFC 7643 §3.1) and those of the base schema. */
  readonly attributes: Attributes;
  readonly schema: CompiledSchema;
  readonly extensions: readonly CompiledSchema[];
  /** The attribute of a relation that clients write: never read to change it. */
  readonly detached: string | undefined;
  /** Names of the resource types that its members may have, the likeliest first. */
  readonly memberTypes: readonly string[];
}

export function compileResourceType(definition: ResourceTypeDefinition): ResourceType {
  const { extensions, relation } = definition;
  const schema = compileSchema(definition.schema);
  const attributes = attributesOf([...commonAttributes, ...schema.attributes]);
  const detached = relation?.writable ? attributes.named(relation.attribute) : undefined;
  return {
    ...definition,
    attributes,
    schema,
    extensions: extensions.map(compileSchema),
    detached: detached?.name,
    memberTypes: (detached && findSubAttribute(detached, '$ref')?.referenceTypes) ?? [],
  };
}

/** @throws TypeError for a name that only a fault of ours can make, such as a reference in a schema */
export function typeNamed(types: readonly ResourceType[], name: string): ResourceType {
  const type = types.find((one) => one.name === name);
  if (!type) throw new TypeError(`no resource type is called ${name}`);
  return type;
}

/** @throws TypeError for an endpoint that only a fault of ours can make */
export function typeAt(types: readonly ResourceType[], endpoint: string): ResourceType {
  const type = types.find((one) => one.endpoint === endpoint);
  if (!type) throw new TypeError(`no resource type has the endpoint ${endpoint}`);
  return type;
}

/** Where an attribute lives: at the root of a resource, or below the URN of an extension. */
export interface Located {
  readonly attribute: Attribute;
  /** URN of the extension that holds the attribute; undefined at the root. */
  readonly extension: string | undefined;
}

export const rootAttributes = ({ attributes }: ResourceType): Attributes => attributes;

export const findExtension = (type: ResourceType, urn: string): CompiledSchema | undefined =>
  type.extensions.find((schema) => sameName(schema.id, urn));

/**
 * Finds a top-level attribute. Without a URN, base attributes win over extension attributes, so that a bare
 * name which is only an extension attribute means that one.
 */
export function locate(type: ResourceType, urn: string | undefined, name: string): Located | undefined {
  if (urn === undefined) return locateBare(type, name);
  if (sameName(urn, type.schema.id)) return at(findAttribute(rootAttributes(type), name), undefined);
  const extension = findExtension(type, urn);
  return extension && at(findAttribute(extension.attributes, name), extension.id);
}

function locateBare(type: ResourceType, name: string): Located | undefined {
  const root = at(findAttribute(rootAttributes(type), name), undefined);
  if (root) return root;
  for (const extension of type.extensions) {
    const found = at(findAttribute(extension.attributes, name), extension.id);
    if (found) return found;
  }
  return undefined;
}

const at = (attribute: Attribute | undefined, extension: string | undefined): Located | undefined =>
  attribute && { attribute, extension };
