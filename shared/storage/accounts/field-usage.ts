/** Counts users that hold values of a Kissflow field: one count over the search keys for each question. */

import type { FieldUsage } from '../../accounts/account.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { all, ofType } from '../documents/conditions.ts';
import type { DocumentStore } from '../documents/document-store.ts';

/** @param documents the container `resources` */
export function fieldUsage(documents: DocumentStore): FieldUsage {
  const countUsers = (accountId: string, condition: Condition): Promise<number> =>
    documents.count(accountId, all(ofType('user'), condition));
  const holds = (urn: string, fieldId: string): Condition => ({ kind: 'present', path: ['k', urn, fieldId] });
  const holdsOneOf = (urn: string, fieldId: string, values: readonly string[]): Condition => ({
    kind: 'in',
    path: ['k', urn, fieldId],
    values,
  });
  return {
    countWithout: (accountId, urn, fieldId) =>
      countUsers(accountId, { kind: 'not', term: holds(urn, fieldId) }),
    count: (accountId, urn, fieldId) => countUsers(accountId, holds(urn, fieldId)),
    countOptions: (accountId, urn, fieldId, options) =>
      countUsers(accountId, holdsOneOf(urn, fieldId, options)),
    countOthers: (accountId, urn, fieldId, options) =>
      countUsers(
        accountId,
        all(holds(urn, fieldId), { kind: 'not', term: holdsOneOf(urn, fieldId, options) }),
      ),
  };
}
