/** The attribute mappings of an object in a synchronization schema (Microsoft Graph: attributeMapping). */

import { digitsOf, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { sameName } from '../scim/schema/attribute.ts';
import { isCore } from './mapping-guide-defaults.ts';
import { isTarget, type Report } from './mapping-guide-definitions.ts';
import { clip, textOf } from './mapping-guide-places.ts';
import type { DefaultRow, FieldRow, Source } from './mapping-guide-rows.ts';

/** Without the mappings whose targets the account cannot take. */
export const removeUnsupported = (
  list: readonly Json[],
  resourceType: 'User' | 'Group',
  fields: readonly FieldRow[],
  report: Report,
): readonly Json[] =>
  list.filter((mapping) => {
    const target = targetOf(mapping);
    if (target === '' || isCore(resourceType, target) || fields.some((row) => isTarget(target, row)))
      return true;
    const reason = reasonToKeep(resourceType, mapping);
    const shown = `${clip(target)} <- ${shownSource(mapping)}`;
    if (reason === undefined) report.changes.push(`${resourceType}s: ${shown} deleted`);
    else report.open.push(`${resourceType}s: ${shown} was left: ${reason}.`);
    return reason !== undefined;
  });

/** Any Kissflow account's: what is not in the guide is a field to define, or the file of another account. */
const KISSFLOW = 'urn:kissflow:';

function reasonToKeep(resourceType: 'User' | 'Group', mapping: Json): string | undefined {
  const target = targetOf(mapping);
  if (target.toLowerCase().startsWith(KISSFLOW))
    return 'the account has no such field; define it or delete the mapping';
  if (isCore(resourceType, target) === undefined) return 'its target cannot be read; correct or delete it';
  const priority = isObject(mapping) ? digitsOf(mapping.matchingPriority) : undefined;
  return Number(priority) > 0
    ? 'objects are matched by it; match by another attribute, then delete it'
    : undefined;
}

/** With the guide's source for each row; the rest of a mapping stays as it is. */
export const mapDefaults = (
  list: readonly Json[],
  resourceType: 'User' | 'Group',
  rows: readonly DefaultRow[],
  report: Report,
): readonly Json[] => rows.reduce((mappings, row) => mapDefault(mappings, resourceType, row, report), list);

function mapDefault(
  list: readonly Json[],
  resourceType: 'User' | 'Group',
  row: DefaultRow,
  { changes }: Report,
): readonly Json[] {
  const index = list.findIndex((one) => isTarget(targetOf(one), row));
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

/** With a mapping for each field that has none. A field that is mapped keeps its source: it is the administrator's. */
export const mapFields = (
  list: readonly Json[],
  fields: readonly FieldRow[],
  sources: readonly string[],
  report: Report,
): readonly Json[] => fields.reduce((mappings, row) => mapField(mappings, row, sources, report), list);

function mapField(
  list: readonly Json[],
  { source, ...row }: FieldRow,
  sources: readonly string[],
  { changes, open }: Report,
): readonly Json[] {
  if (list.some((one) => isTarget(targetOf(one), row))) return list;
  if (!source) {
    open.push(`Users: ${row.target} was not mapped: Entra has no attribute to suggest; choose a source.`);
    return list;
  }
  const obstacle = obstacleTo(source, list, sources);
  if (obstacle !== undefined) {
    open.push(`Users: ${row.target} was not mapped: ${obstacle}.`);
    return list;
  }
  const caution = source.placeholder ? ', a placeholder: choose the attribute that holds this value' : '';
  changes.push(`Users: ${row.target} <- ${shownText(source)} added${caution}`);
  return [...list, newMapping(row.target, source)];
}

/** A free attribute that the file already reads is not free. */
function obstacleTo(
  { attribute, expression, placeholder }: NonNullable<FieldRow['source']>,
  mappings: readonly Json[],
  sources: readonly string[],
): string | undefined {
  if (sources.length > 0 && !sources.some((name) => sameName(name, attribute))) {
    return `${attribute} is not in the attribute list of Microsoft Entra ID; add it there, or choose another source`;
  }
  const reader = placeholder && mappings.find((one) => sameTextWithin(expressionOf(one), expression));
  return reader ? `${attribute} is the source of ${clip(targetOf(reader))}; choose another one` : undefined;
}

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

const targetOf = (mapping: Json): string => textOf(mapping, 'targetAttributeName');

/** Graph may leave out the expression of a plain attribute. */
function expressionOf(mapping: Json): string {
  const source = isObject(mapping) ? mapping.source : undefined;
  const name = textOf(source, 'name');
  const plain = textOf(source, 'type') === 'Attribute' && name !== '' ? `[${name}]` : '';
  return textOf(source, 'expression') || plain;
}

const spaceless = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();
const sameText = (a: string, b: string): boolean => spaceless(a) === spaceless(b);
const sameTextWithin = (text: string, part: string): boolean => spaceless(text).includes(spaceless(part));

const shownSource = (mapping: Json): string => clip(bare(expressionOf(mapping))) || 'nothing';
const shownText = ({ expression }: Source): string => bare(expression);
const bare = (expression: string): string => expression.replace(/^\[([^[\]]*)\]$/, '$1');
