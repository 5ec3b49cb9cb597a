/**
 * RFC 7644 §3.10: the attribute that a name in a filter means. At the root of a resource and inside a value filter
 * names mean different things.
 */

import { invalidFilter, type ScimError } from '../error.ts';
import { type Attribute, sameName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say, type Text } from '../text.ts';
import { type AttrPath, pathText } from './ast.ts';
import type { Condition, KeyPath } from './condition.ts';

/** From the root of search keys, or from an element: first `path`, then the names of `steps`. */
export interface KeySteps {
  readonly path: KeyPath;
  readonly steps: readonly Attribute[];
}

export interface KeyLocation extends KeySteps {
  /** The attribute at the end of the way; the element itself when there are no steps. */
  readonly attribute: Attribute;
}

/** The condition `where` on what is at the end of the way: on some element of it wherever the way is multi-valued. */
export function conditionAt({ path, steps }: KeySteps, where: (path: KeyPath) => Condition): Condition {
  const [step, ...rest] = steps;
  if (!step) return where(path);
  const here = [...path, step.name];
  if (!step.multiValued) return conditionAt({ path: here, steps: rest }, where);
  return { kind: 'any', path: here, where: conditionAt({ path: [], steps: rest }, where) };
}

/** @throws ScimError invalidFilter when the name means nothing here, or nothing that a filter may see */
export type NameResolver = (name: AttrPath) => KeyLocation;

export function resourceNames(type: ResourceType): NameResolver {
  return (name) => {
    const located = type.locate(name.urn, name.name);
    if (!located) throw unknownName(name, `a ${type.name}`);
    const { attribute, extension } = located;
    if (!attribute.isFilterable) throw unfilterableName(name);
    const location = { attribute, path: extension === undefined ? [] : [extension], steps: [attribute] };
    return name.sub === undefined ? location : subLocation(location, name.sub, name);
  };
}

/** Names inside `attribute[...]`: its sub-attributes, or for a simple attribute `value`, the element itself. */
export function elementNames(attribute: Attribute, path: KeyPath): NameResolver {
  return (name) => {
    if (name.urn !== undefined || name.sub !== undefined) throw unknownName(name, `"${attribute.name}"`);
    if (attribute.type === 'complex') return subLocation({ attribute, path, steps: [] }, name.name, name);
    if (!sameName(name.name, 'value')) throw unknownName(name, `"${attribute.name}"`);
    return { attribute, path, steps: [] };
  };
}

function subLocation(
  { attribute: parent, path, steps }: KeyLocation,
  sub: string,
  name: AttrPath,
): KeyLocation {
  const attribute = parent.sub(sub);
  if (!attribute) throw unknownName(name, `"${parent.name}"`);
  if (!attribute.isFilterable) throw unfilterableName(name);
  return { attribute, path, steps: [...steps, attribute] };
}

/** RFC 7643 §2.4: the significant value of a complex attribute is its `value`, so that is what is compared. */
export function comparedLocation(location: KeyLocation, name: AttrPath): KeyLocation {
  const { attribute } = location;
  if (attribute.type !== 'complex') return location;
  if (attribute.sub('value')) return subLocation(location, 'value', name);
  const names = attribute.subAttributes.map((sub) => sub.name).join(', ');
  throw invalidFilter(
    'operator-not-possible',
    say`"${nameField(name)}" is complex: ${fix`compare one of its sub-attributes (${names})`}.`,
  );
}

const unknownName = (name: AttrPath, owner: string): ScimError =>
  invalidFilter(
    'unknown-attribute',
    say`"${nameField(name)}" is not an attribute of ${owner}; ${fix`/Schemas lists them`}.`,
  );

const unfilterableName = (name: AttrPath): ScimError =>
  invalidFilter('not-filterable', say`"${nameField(name)}" cannot be used in a filter.`);

const nameField = (name: AttrPath): Text => field(pathText(name));
