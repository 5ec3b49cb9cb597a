/**
 * A rendition: the text of a resource as a client gets it that selects nothing, made when the resource is written, so that
 * a read has nothing to do but to send it. It lacks what depends on the request or is kept beside the resource: the Base
 * URL, the version and the attribute of a relation.
 */

import { type JsonObject, jsonTextOf } from '../scim/json.ts';
import { projection } from '../scim/resource/project.ts';
import { own, type Resource } from '../scim/resource/resource.ts';
import { visiblePart } from '../scim/resource/retained.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import { versionOf } from '../scim/resource/server-attributes.ts';
import { type Locate, writeResource } from '../scim/resource/write.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { layoutOf } from './layout.ts';
import { type JsonText, type Related, relatedWriter } from './related.ts';

export interface Rendition {
  /** JSON without its end, in which a URI of a resource is its type and its id between marks. */
  readonly text: string;
  /** Of what it depends on (layout.ts). */
  readonly layout: string;
}

/** A resource of which the store read the rendition, with what is kept beside it. */
export interface RenderedResource {
  readonly id: string;
  readonly revision: number;
  readonly text: string;
  /** Empty when they are not wanted. */
  readonly related: Related;
}

/** JSON text holds no control character: this one stands before a type, between it and an id, and behind that. */
const MARK = '\u0001';
const ESCAPED_MARK = '\\u0001';

const markedPlace: Locate = (typeName, id) => `${MARK}${typeName}${MARK}${id}${MARK}`;

/** How the text of a resource ends: inside of `meta`. A rendition lacks it. */
const endOf = (type: ResourceType, { id }: Resource): string =>
  `,"location":"${ESCAPED_MARK}${type.name}${ESCAPED_MARK}${id}${ESCAPED_MARK}","version":"W/\\"0\\""}}`;

/**
 * @param resource without the attribute of its relation
 * @returns undefined for a resource that has none: one with such a control character in a value, for example
 */
export function renditionOf(
  type: ResourceType,
  resource: Resource,
  isOfType: ValueChecks['isOfType'],
): Rendition | undefined {
  const layout = layoutOf(type, resource);
  if (layout === undefined || (type.relation && own(resource, type.relation.attribute))) return undefined;
  const visible = visiblePart(type, resource, isOfType);
  if (jsonTextOf(visible).includes(ESCAPED_MARK)) return undefined;
  const whole = JSON.stringify(projection(type, {}).apply(writeResource(type, visible, 0, markedPlace)));
  const end = endOf(type, resource);
  return whole.endsWith(end)
    ? { text: whole.slice(0, -end.length).replaceAll(ESCAPED_MARK, MARK), layout }
    : undefined;
}

/**
 * Writes renditions as the JSON text that `represent` would make of the same resources, all of one type and below one Base
 * URL. What the resources of a page share is written once.
 */
export function renditionWriter(type: ResourceType, locate: Locate): (read: RenderedResource) => JsonText {
  const [location, version] = jsonParts({ location: locate(type.name, MARK), version: '' });
  const withRelated = relatedWriter(type, locate);
  return ({ id, revision, text, related }) => {
    const tag = JSON.stringify(versionOf(revision)).slice(1);
    const open = `${inPlace(text, locate)},${location.slice(1)}${id}${version.slice(0, -2)}${tag}}`;
    return withRelated(open, related);
  };
}

/** The JSON text of an object before and behind its mark. */
function jsonParts(object: JsonObject): readonly [string, string] {
  const [before = '', behind = ''] = JSON.stringify(object).split(ESCAPED_MARK);
  return [before, behind];
}

function inPlace(text: string, locate: Locate): string {
  const parts = text.split(MARK);
  let placed = parts[0] ?? '';
  for (let i = 1; i + 2 < parts.length; i += 3) {
    placed += JSON.stringify(locate(parts[i] ?? '', parts[i + 1] ?? '')).slice(1, -1) + parts[i + 2];
  }
  return placed;
}
