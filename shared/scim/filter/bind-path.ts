/** RFC 7644 §3.5.2: what the path of a PATCH operation names in a resource type. */

import { invalidPath } from '../error.ts';
import type { Policy } from '../policy.ts';
import type { ComplexValue } from '../resource/resource.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { Located, ResourceType } from '../schema/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { field, fix, say } from '../text.ts';
import { type Filter, type Path, pathText } from './ast.ts';
import { bindValueFilter } from './bind.ts';
import { literalValue } from './comparand.ts';
import type { Condition } from './condition.ts';

/** An attribute, some elements of it, or a sub-attribute of either. */
export interface BoundAttribute extends Located {
  readonly sub?: Attribute;
  /** Chooses elements; evaluated over the keys of one element (search-keys.ts). */
  readonly filter?: Condition;
  /** The element that a filter made of `eq` and `and` describes; absent when the filter does not describe one. */
  readonly elementTemplate?: ComplexValue;
}

/** All attributes of a schema extension. */
interface BoundExtension {
  readonly extension: string;
  readonly attribute?: never;
}

type BoundPath = BoundAttribute | BoundExtension;

/** Whether the path names an attribute, sub-attributes (those in its value filter too) or an extension of `type`. */
export function isKnown(type: ResourceType, path: Path): boolean {
  const located = type.locate(path.attribute.urn, path.attribute.name);
  if (!located) return extensionOf(type, path) !== undefined;
  const sub = path.sub ?? path.attribute.sub;
  const has = (name: string) => located.attribute.sub(name) !== undefined;
  if (sub !== undefined && !has(sub)) return false;
  return located.attribute.type !== 'complex' || subNamesIn(path.filter).every(has);
}

function subNamesIn(filter: Filter | undefined): string[] {
  if (!filter) return [];
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.flatMap(subNamesIn);
    case 'not':
      return subNamesIn(filter.term);
    default:
      return [filter.path.name];
  }
}

/** @throws ScimError invalidPath, or invalidFilter for a comparison that the attribute does not support (RFC 7644 §3.12) */
export function bindPath(type: ResourceType, path: Path, policy: Policy): BoundPath {
  const { urn, name } = path.attribute;
  const located = type.locate(urn, name);
  if (located) return bindAttribute(located, path, policy);
  const extension = extensionOf(type, path);
  if (extension) return { extension: extension.id };
  throw invalidPath(
    'unknown-attribute',
    say`"${field(pathText(path.attribute))}" is not an attribute of a ${type.name}; ${fix`/Schemas lists them`}.`,
  );
}

const extensionOf = (type: ResourceType, { attribute, filter }: Path): Schema | undefined =>
  filter ? undefined : type.extension(pathText(attribute));

function bindAttribute(located: Located, { attribute, filter, sub }: Path, policy: Policy): BoundAttribute {
  const subName = sub ?? attribute.sub;
  return {
    ...located,
    ...(subName !== undefined && { sub: subAttribute(located.attribute, subName) }),
    ...(filter && bindElements(located.attribute, attribute.sub, filter, policy)),
  };
}

function subAttribute(attribute: Attribute, name: string): Attribute {
  const found = attribute.sub(name);
  if (found) return found;
  throw invalidPath(
    'unknown-attribute',
    say`"${field(name)}" is not a sub-attribute of "${attribute.name}"; ${fix`/Schemas lists them`}.`,
  );
}

function bindElements(
  attribute: Attribute,
  subBeforeFilter: string | undefined,
  filter: Filter,
  policy: Policy,
): Pick<BoundAttribute, 'filter' | 'elementTemplate'> {
  if (subBeforeFilter !== undefined) {
    throw invalidPath(
      'value-filter-not-possible',
      say`A value filter goes directly after "${field(attribute.name)}", before the sub-attribute.`,
    );
  }
  if (!attribute.multiValued && attribute.type !== 'complex') {
    throw invalidPath(
      'value-filter-not-possible',
      say`"${field(attribute.name)}" has one simple value: ${fix`leave the value filter out`}.`,
    );
  }
  const condition = bindValueFilter(attribute, filter, policy);
  const elementTemplate = template(attribute, filter, policy);
  return { filter: condition, ...(elementTemplate && { elementTemplate }) };
}

/** Values as they were sent, not in comparable form: they are going to be stored. */
function template(attribute: Attribute, filter: Filter, policy: Policy): ComplexValue | undefined {
  if (filter.kind === 'and') {
    return filter.terms.map((term) => template(attribute, term, policy)).reduce(merge);
  }
  if (filter.kind !== 'compare' || filter.comparator !== 'eq') return undefined;
  const sub = attribute.sub(filter.path.name);
  const value = sub && !sub.multiValued ? literalValue(sub, filter.value, policy) : undefined;
  return sub && value !== undefined ? { [sub.name]: value } : undefined;
}

/** Two different values of one sub-attribute describe no element. */
function merge(a: ComplexValue | undefined, b: ComplexValue | undefined): ComplexValue | undefined {
  if (!a || !b) return undefined;
  const conflict = Object.keys(b).some((name) => Object.hasOwn(a, name) && a[name] !== b[name]);
  return conflict ? undefined : { ...a, ...b };
}
