/** What is mapped in an object of a synchronization schema: the guide's own rows, and the account's fields. */

import { isObject, type Json } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import {
  expressionOf,
  graphSource,
  newMapping,
  sameText,
  shownSource,
  shownText,
  targetOf,
} from './attribute-mapping.ts';
import { isTarget, type Report } from './definitions.ts';
import type { DefaultRow, FieldRow } from './rows.ts';

/** With the guide's source for each row; the rest of a mapping stays as it is. */
export const mapDefaults = (
  list: readonly Json[],
  resourceType: string,
  rows: readonly DefaultRow[],
  report: Report,
): readonly Json[] => rows.reduce((mappings, row) => mapDefault(mappings, resourceType, row, report), list);

function mapDefault(
  list: readonly Json[],
  resourceType: string,
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

/**
 * With a mapping for each field that has none and a source of its name. A field that is mapped keeps its source: it is
 * the administrator's. A placeholder is never mapped: in many directories it holds other data, which would flow at once.
 */
export const mapFields = (
  list: readonly Json[],
  fields: readonly FieldRow[],
  sources: readonly string[],
  report: Report,
): readonly Json[] => fields.reduce((mappings, row) => mapField(mappings, row, sources, report), list);

function mapField(
  list: readonly Json[],
  row: FieldRow,
  sources: readonly string[],
  { changes, open }: Report,
): readonly Json[] {
  if (list.some((one) => isTarget(targetOf(one), row))) return list;
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
