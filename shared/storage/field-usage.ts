/** Counts users that hold values of a Kissflow field: one count over the search keys for each question. */

import type { FieldUsage } from '../accounts/field-usage.ts';
import type { Condition } from '../scim/filter/condition.ts';
import type { DocumentStore } from './document-store.ts';
import { ofType } from './every-document.ts';

/** @param documents the container `resources` */
export function fieldUsage(documents: DocumentStore): FieldUsage {
  const countUsers = (accountId: string, condition: Condition): Promise<number> =>
    documents.count(accountId, { kind: 'and', terms: [ofType('user'), condition] });
  return {
    count: (accountId, urn, fieldId) => countUsers(accountId, { kind: 'present', path: ['k', urn, fieldId] }),
    countOptions: (accountId, urn, fieldId, options) =>
      countUsers(accountId, { kind: 'in', path: ['k', urn, fieldId], values: options }),
  };
}
