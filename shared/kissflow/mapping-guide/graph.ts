/** Merges the mapping guide into a synchronization schema that was fetched from Microsoft Graph. */

import { digitsOf, isObject, type Json } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import { isCore } from './defaults.ts';
import { defineTargets, isTarget, type MergeReport } from './definitions.ts';
import type { MappingGuide } from './guide.ts';
import { expressionOf, mapDefaults, mapFields, mappedTarget, sameText, shownSource } from './mappings.ts';
import { findPlaces, type JsonPath, jsonArray, shorten } from './places.ts';
import type { FieldRow, RemovedRow } from './rows.ts';

interface MergedSchema {
  /** Ready to be PUT; everything that no change names is as it was. */
  readonly schema: Json;
  /** One sentence for each change; none when the file already says what the guide says. */
  readonly changes: readonly string[];
  /** What is left to the administrator. */
  readonly open: readonly string[];
}

/** @throws ScimError for a file that is not a synchronization schema */
export function mergeIntoGraphSchema(schema: Json, guide: MappingGuide): MergedSchema {
  const { users, groups } = findPlaces(schema);
  const report: MergeReport = { changes: [], open: [] };
  const { change } = guide.users;
  const { fields } = guide;
  let merged = edit(schema, users.definitions, (list) =>
    defineTargets(list, [...change, ...fields], users.objectName, report),
  );
  merged = edit(merged, users.attributeMappings, (list) => {
    const supported = removeUnsupported(list, 'User', fields, report);
    reportLists(supported, guide.users.removeUnlessSingle, report);
    return mapFields(mapDefaults(supported, 'User', change, report), fields, users.sources, report);
  });
  if (!groups) {
    report.open.push('Groups: the file has no mapping of groups.');
    return { schema: merged, ...report };
  }
  merged = edit(merged, groups.definitions, (list) =>
    defineTargets(list, guide.groups, users.objectName, report),
  );
  merged = edit(merged, groups.attributeMappings, (list) =>
    mapDefaults(removeUnsupported(list, 'Group', [], report), 'Group', guide.groups, report),
  );
  return { schema: merged, ...report };
}

/** The same JSON with another list at the end of the way. */
function edit(
  json: Json,
  [step, ...rest]: JsonPath,
  change: (list: readonly Json[]) => readonly Json[],
): Json {
  if (step === undefined) return change(jsonArray(json));
  if (typeof step === 'number') {
    return jsonArray(json).map((one, index) => (index === step ? edit(one, rest, change) : one));
  }
  return isObject(json) ? { ...json, [step]: edit(json[step] ?? null, rest, change) } : json;
}

/** Without the mappings whose targets the account cannot take. */
const removeUnsupported = (
  list: readonly Json[],
  resourceType: string,
  fields: readonly FieldRow[],
  report: MergeReport,
): readonly Json[] =>
  list.filter((mapping) => {
    const target = mappedTarget(mapping);
    if (target === '' || isCore(resourceType, target) || fields.some((row) => isTarget(target, row)))
      return true;
    const reason = reasonToKeep(resourceType, mapping);
    const shown = `${shorten(target)} <- ${shownSource(mapping)}`;
    if (reason === undefined) report.changes.push(`${resourceType}s: ${shown} deleted`);
    else report.open.push(`${resourceType}s: ${shown} was left: ${reason}.`);
    return reason !== undefined;
  });

/** Any Kissflow account's: what is not in the guide is a field to define, or the file of another account. */
const KISSFLOW = 'urn:kissflow:';

function reasonToKeep(resourceType: string, mapping: Json): string | undefined {
  const target = mappedTarget(mapping);
  if (target.toLowerCase().startsWith(KISSFLOW))
    return 'the account has no such field; define it or delete the mapping';
  if (isCore(resourceType, target) === undefined) return 'its target cannot be read; correct or delete it';
  const priority = isObject(mapping) ? digitsOf(mapping.matchingPriority) : undefined;
  return Number(priority) > 0
    ? 'objects are matched by it; match by another attribute, then delete it'
    : undefined;
}

/** Left, because an expression may make one value of the list; reported where the list itself is sent. */
function reportLists(list: readonly Json[], rows: readonly RemovedRow[], { open }: MergeReport): void {
  for (const mapping of list) {
    const target = mappedTarget(mapping);
    const row = rows.find((one) => sameName(one.target, target));
    if (!row || !sameText(expressionOf(mapping), `[${row.source}]`)) continue;
    open.push(
      `Users: ${target} <- ${row.source} was left: delete it unless its source has one value; a user with a list there is refused.`,
    );
  }
}
