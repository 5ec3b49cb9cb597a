/** Attribute mappings of a synchronization schema (Microsoft Graph: attributeMapping): those of the guide and of the fields. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import { isTarget, type MergeReport } from './definitions.ts';
import { memberText, shorten } from './places.ts';
import type { DefaultRow, FieldRow, Source } from './rows.ts';

/** With the guide's source for each row; the rest of a mapping stays as it is. */
export const mapDefaults = (
  list: readonly Json[],
  resourceType: string,
  rows: readonly DefaultRow[],
  report: MergeReport,
): readonly Json[] => rows.reduce((mappings, row) => mapDefault(mappings, resourceType, row, report), list);

function mapDefault(
  list: readonly Json[],
  resourceType: string,
  row: DefaultRow,
  { changes }: MergeReport,
): readonly Json[] {
  const index = list.findIndex((one) => isTarget(mappedTarget(one), row));
  const held = list[index];
  const shown = `${resourceType}s: ${row.target} <- ${shownText(row.source)}`;
  if (!isObject(held)) {
    changes.push(`${shown} added`);
    return [...list, newMapping(row.target, row.source)];
  }
  if (sameText(expressionOf(held), row.source.expression)) return list;
  changes.push(`${shown} instead of ${shownSource(held)}`);
  return list.with(index, { ...held, source: graphSource(row.source) });
}

/**
 * With a mapping for each field that has none and a source of its name. A field that is mapped keeps its source: it is
 * the administrator's. A placeholder is never mapped: in many directories it holds other data, which would flow at once.
 */
export const mapFields = (
  list: readonly Json[],
  fields: readonly FieldRow[],
  sources: readonly string[],
  report: MergeReport,
): readonly Json[] => fields.reduce((mappings, row) => mapField(mappings, row, sources, report), list);

function mapField(
  list: readonly Json[],
  row: FieldRow,
  sources: readonly string[],
  { changes, open }: MergeReport,
): readonly Json[] {
  if (list.some((one) => isTarget(mappedTarget(one), row))) return list;
  const { target, source } = row;
  const obstacle = obstacleTo(row, sources);
  if (!source || obstacle !== undefined) {
    open.push(`Users: ${target} was not mapped: ${obstacle}.${consequence(row)}`);
    return list;
  }
  changes.push(`Users: ${target} <- ${shownText(source)} added`);
  return [...list, newMapping(target, source)];
}

function obstacleTo({ source, alternativeType }: FieldRow, sources: readonly string[]): string | undefined {
  if (!source) return 'Entra has no attribute to suggest; choose a source';
  const { placeholder, attribute } = source;
  if (placeholder) {
    const type = alternativeType
      ? `. Its type: ${alternativeType} if the source is one, otherwise String`
      : '';
    return `choose the attribute of Entra ID that holds this value and map it${type}`;
  }
  return sources.length === 0 || sources.some((name) => sameName(name, attribute))
    ? undefined
    : `${attribute} is not in the attribute list of Microsoft Entra ID; add it there, or choose another source`;
}

const consequence = ({ required }: FieldRow): string =>
  required ? ' It is required: until then no user is created.' : '';

const newMapping = (target: string, source: Source): JsonObject => ({
  defaultValue: null,
  exportMissingReferences: false,
  flowBehavior: 'FlowWhenChanged',
  flowType: 'Always',
  matchingPriority: 0,
  targetAttributeName: target,
  source: graphSource(source),
});

/** An expression of the guide is one function of one attribute. */
function graphSource({ mappingType, attribute, expression }: Source): JsonObject {
  const read = { expression: `[${attribute}]`, name: attribute, parameters: [], type: 'Attribute' };
  if (mappingType === 'Direct') return read;
  const name = expression.slice(0, expression.indexOf('('));
  return { expression, name, parameters: [{ key: 'source', value: read }], type: 'Function' };
}

export const mappedTarget = (mapping: Json): string => memberText(mapping, 'targetAttributeName');

/** Graph may leave out the expression of a plain attribute. */
export function expressionOf(mapping: Json): string {
  const source = isObject(mapping) ? mapping.source : undefined;
  const name = memberText(source, 'name');
  const plain = memberText(source, 'type') === 'Attribute' && name !== '' ? `[${name}]` : '';
  return memberText(source, 'expression') || plain;
}

const spaceless = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();
export const sameText = (a: string, b: string): boolean => spaceless(a) === spaceless(b);

export const shownSource = (mapping: Json): string => shorten(bare(expressionOf(mapping))) || 'nothing';
const shownText = ({ expression }: Source): string => bare(expression);
const bare = (expression: string): string => expression.replace(/^\[([^[\]]*)\]$/, '$1');
