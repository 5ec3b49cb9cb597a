/** One attribute mapping of a synchronization schema (Microsoft Graph: attributeMapping), written and read. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { clip, textOf } from './places.ts';
import type { Source } from './rows.ts';

export const newMapping = (target: string, source: Source): JsonObject => ({
  defaultValue: null,
  exportMissingReferences: false,
  flowBehavior: 'FlowWhenChanged',
  flowType: 'Always',
  matchingPriority: 0,
  targetAttributeName: target,
  source: graphSource(source),
});

/** An expression of the guide is one function of one attribute. */
export function graphSource({ mappingType, attribute, expression }: Source): JsonObject {
  const read = { expression: `[${attribute}]`, name: attribute, parameters: [], type: 'Attribute' };
  if (mappingType === 'Direct') return read;
  const name = expression.slice(0, expression.indexOf('('));
  return { expression, name, parameters: [{ key: 'source', value: read }], type: 'Function' };
}

export const targetOf = (mapping: Json): string => textOf(mapping, 'targetAttributeName');

/** Graph may leave out the expression of a plain attribute. */
export function expressionOf(mapping: Json): string {
  const source = isObject(mapping) ? mapping.source : undefined;
  const name = textOf(source, 'name');
  const plain = textOf(source, 'type') === 'Attribute' && name !== '' ? `[${name}]` : '';
  return textOf(source, 'expression') || plain;
}

const spaceless = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();
export const sameText = (a: string, b: string): boolean => spaceless(a) === spaceless(b);

export const shownSource = (mapping: Json): string => clip(bare(expressionOf(mapping))) || 'nothing';
export const shownText = ({ expression }: Source): string => bare(expression);
const bare = (expression: string): string => expression.replace(/^\[([^[\]]*)\]$/, '$1');
