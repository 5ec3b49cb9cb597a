/** Merges the mapping guide into a synchronization schema that was fetched from Microsoft Graph. */

import { isObject, type Json } from '../../scim/json.ts';
import { defineTargets, type Report } from './definitions.ts';
import { removeUnsupported, reportLists } from './deletions.ts';
import type { MappingGuide } from './guide.ts';
import { mapDefaults, mapFields } from './mappings.ts';
import { findPlaces, listOf, type Way } from './places.ts';

export interface MergedSchema {
  /** Ready to be PUT; everything that no change names is as it was. */
  readonly schema: Json;
  /** One sentence for each change; none when the file already says what the guide says. */
  readonly changes: readonly string[];
  /** What is left to the administrator. */
  readonly open: readonly string[];
}

/** @throws ScimError for a file that is no such schema */
export function mergeIntoGraphSchema(schema: Json, guide: MappingGuide): MergedSchema {
  const { users, groups } = findPlaces(schema);
  const report: Report = { changes: [], open: [] };
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
function edit(json: Json, [step, ...rest]: Way, change: (list: readonly Json[]) => readonly Json[]): Json {
  if (step === undefined) return change(listOf(json));
  if (typeof step === 'number') {
    return listOf(json).map((one, index) => (index === step ? edit(one, rest, change) : one));
  }
  return isObject(json) ? { ...json, [step]: edit(json[step] ?? null, rest, change) } : json;
}
