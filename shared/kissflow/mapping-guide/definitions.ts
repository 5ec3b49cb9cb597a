/** The attribute list of a target object in a synchronization schema (Microsoft Graph: attributeDefinition). */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import { jsonArray, memberText, shorten } from './places.ts';
import type { DefaultRow, FieldRow, TargetAttribute } from './rows.ts';

/** What a merge did, and what it left to the administrator. */
export interface MergeReport {
  readonly changes: string[];
  readonly open: string[];
}

/** Whether a name in the file means the target; a user field counts as mapped with and without `.value`. */
export const isTarget = (name: string, { target, type }: TargetAttribute): boolean =>
  sameName(name, target) ||
  (type === 'Reference' && target.endsWith('.value') && sameName(`${name}.value`, target));

/** The list with a definition of each target. What is defined stays as it is, but for what is required. */
export const defineTargets = (
  list: readonly Json[],
  rows: readonly (DefaultRow | FieldRow)[],
  userObject: string,
  report: MergeReport,
): readonly Json[] =>
  rows.reduce((defined, row) => define(defined, row, references(list, userObject), report), list);

function define(
  list: readonly Json[],
  row: DefaultRow | FieldRow,
  userReference: Json,
  report: MergeReport,
): readonly Json[] {
  const index = list.findIndex((one) => isTarget(memberText(one, 'name'), row));
  const held = list[index];
  if (!isObject(held)) {
    report.changes.push(`Attribute list: ${row.target} added, type ${row.type}`);
    return [...list, attributeDefinition(row, userReference)];
  }
  reportType(memberText(held, 'type'), row, report);
  const { required } = row;
  if (required === (held.required === true) || !decides(row)) return list;
  report.changes.push(`Attribute list: ${row.target} is ${required ? '' : 'no longer '}required`);
  return list.with(index, { ...held, required });
}

function reportType(
  held: string,
  { target, type, alternativeType }: TargetAttribute,
  { open }: MergeReport,
): void {
  if (['', 'String', type, alternativeType].includes(held)) return;
  open.push(`Attribute list: ${target} has the type ${shorten(held)}, it should be ${type}.`);
}

/** The account says what its fields require; of any other attribute an administrator may require more than it does. */
const decides = (row: DefaultRow | FieldRow): boolean => row.required || 'field' in row;

const attributeDefinition = (row: TargetAttribute, userReference: Json): JsonObject => ({
  anchor: false,
  apiExpressions: [],
  caseExact: row.exactCase,
  defaultValue: null,
  metadata: [],
  multivalued: row.multiValued,
  mutability: 'ReadWrite',
  name: row.target,
  referencedObjects: row.referencedObject === undefined ? [] : userReference,
  required: row.required,
  type: row.type,
});

/** As the file's own manager refers to a user; where it has none, by the name of the object of users. */
function references(list: readonly Json[], userObject: string): Json {
  const manager = list.find((one) => /(?:^|:)manager$/i.test(memberText(one, 'name')));
  const held = jsonArray(isObject(manager) ? manager.referencedObjects : undefined);
  return held.length > 0 ? held : [{ referencedObjectName: userObject }];
}
