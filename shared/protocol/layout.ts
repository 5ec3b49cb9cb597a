/**
 * What the text of a resource depends on beside its values: the attributes that it has, and how its type defines them. A
 * rendition bears the layout that it was made with, and is good while the type of its account gives the same one. So an
 * account that changes a field leaves all resources alone that have no value of it.
 */

import { createHash } from 'node:crypto';
import { isComplex, type Resource } from '../scim/resource/resource.ts';
import type { Attribute } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

/** Of what representations are made of in code. A change of the writer needs a new one: older renditions are not read then. */
const WRITER = 1;

/** @returns undefined for a resource with names that a layout cannot tell apart */
export function layoutOf(type: ResourceType, resource: Resource): string | undefined {
  const names: string[] = [];
  for (const [name, value] of Object.entries(resource)) {
    if (!name.includes(':') || !isComplex(value)) names.push(name);
    else for (const inner of Object.keys(value)) names.push(`${name}:${inner}`);
  }
  const text = names.join(' ');
  return text.split(' ', names.length + 1).length > names.length ? undefined : layoutNow(type, text);
}

/** Whether a rendition of this layout is what `type` would write now. */
export function isLayoutOf(type: ResourceType, layout: string): boolean {
  // Most resources of an account have the same attributes.
  if (latest.get(type) === layout) return true;
  const isOfType = layoutNow(type, layout.slice(layout.indexOf(' ') + 1)) === layout;
  if (isOfType) latest.set(type, layout);
  return isOfType;
}

/** By type, the layout that was found good last. */
const latest = new WeakMap<ResourceType, string>();

/** Characters of the layouts that are remembered of one type; resources of an account have few, each of some hundred. */
const MAX_REMEMBERED = 1_000_000;

interface Layouts {
  readonly byNames: Map<string, string>;
  characters: number;
}

const known = new WeakMap<ResourceType, Layouts>();

function layoutNow(type: ResourceType, names: string): string {
  const layouts = known.get(type) ?? { byNames: new Map(), characters: 0 };
  known.set(type, layouts);
  const before = layouts.byNames.get(names);
  if (before !== undefined) return before;
  const layout = `${digestOf(type, names.split(' '))} ${names}`;
  if (layouts.characters > MAX_REMEMBERED) {
    layouts.byNames.clear();
    layouts.characters = 0;
  }
  layouts.byNames.set(names, layout);
  layouts.characters += layout.length;
  return layout;
}

const digestOf = (type: ResourceType, names: readonly string[]): string => {
  // Attributes of an extension are written in the order of its schema.
  const places = new Map(names.map((name) => [name, placeOf(type, name)]));
  const inOrder = names.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  return createHash('sha256')
    .update(
      JSON.stringify([
        WRITER,
        type.name,
        inOrder.map((name) => [name, definitionOf(attributeAt(type, name))]),
      ]),
    )
    .digest('base64url')
    .slice(0, 16);
};

function attributeAt(type: ResourceType, name: string): Attribute | undefined {
  const colon = name.lastIndexOf(':');
  if (colon < 0) return type.attributes.named(name);
  return type.extension(name.slice(0, colon))?.attributes.named(name.slice(colon + 1));
}

function placeOf(type: ResourceType, name: string): number {
  const colon = name.lastIndexOf(':');
  const attribute = attributeAt(type, name);
  return colon < 0 || !attribute
    ? -1
    : (type.extension(name.slice(0, colon))?.attributes.indexOf(attribute) ?? -1);
}

/** Without texts for people, and without options: a value that is no option any more is still of its type. */
function definitionOf(attribute: Attribute | undefined): unknown {
  if (!attribute) return null;
  const { name, type, multiValued, required, returned, format, jsonNumber, notBlank, computed } = attribute;
  return [
    [name, type, multiValued, required, returned, format, jsonNumber, notBlank, computed],
    [
      attribute.refersTo,
      attribute.subAttributes.map((sub) => [definitionOf(sub), sub.closed, sub.canonicalValues]),
    ],
  ];
}
