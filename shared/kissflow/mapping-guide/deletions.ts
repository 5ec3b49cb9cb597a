/** What is deleted of the mappings in a synchronization schema, and what is only advised to be. */

import { digitsOf, isObject, type Json } from '../../scim/json.ts';
import { sameName } from '../../scim/schema/attribute.ts';
import { expressionOf, sameText, shownSource, targetOf } from './attribute-mapping.ts';
import { isCore } from './defaults.ts';
import { isTarget, type Report } from './definitions.ts';
import { clip } from './places.ts';
import type { FieldRow, RemovedRow } from './rows.ts';

/** Without the mappings whose targets the account cannot take. */
export const removeUnsupported = (
  list: readonly Json[],
  resourceType: string,
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

function reasonToKeep(resourceType: string, mapping: Json): string | undefined {
  const target = targetOf(mapping);
  if (target.toLowerCase().startsWith(KISSFLOW))
    return 'the account has no such field; define it or delete the mapping';
  if (isCore(resourceType, target) === undefined) return 'its target cannot be read; correct or delete it';
  const priority = isObject(mapping) ? digitsOf(mapping.matchingPriority) : undefined;
  return Number(priority) > 0
    ? 'objects are matched by it; match by another attribute, then delete it'
    : undefined;
}

/** Left, because an expression may make one value of the list; reported where the list itself is sent. */
export function reportLists(list: readonly Json[], rows: readonly RemovedRow[], { open }: Report): void {
  for (const mapping of list) {
    const target = targetOf(mapping);
    const row = rows.find((one) => sameName(one.target, target));
    if (!row || !sameText(expressionOf(mapping), `[${row.source}]`)) continue;
    open.push(
      `Users: ${target} <- ${row.source} was left: delete it unless its source has one value; a user with a list there is refused.`,
    );
  }
}
