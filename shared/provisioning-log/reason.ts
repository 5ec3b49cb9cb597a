/** Why a request was refused, as the log of an account tells it. */

import type { ScimError } from '../scim/error.ts';
import { logged, shown } from '../scim/text.ts';
import type { LogEntry } from './entry.ts';

export interface Reason extends Pick<LogEntry, 'status' | 'scimType' | 'field' | 'remedy'> {
  readonly code: string;
  readonly detail: string;
}

/** @param withValues whether the account keeps in its log what clients send */
export function reasonOf({ status, scimType, code, text }: ScimError, withValues: boolean): Reason {
  const told = withValues ? shown : logged;
  return {
    status,
    ...(scimType ? { scimType } : {}),
    code,
    detail: told(text),
    ...(text.field ? { field: told(text.field) } : {}),
    ...(text.remedy ? { remedy: asSentence(told(text.remedy)) } : {}),
  };
}

const asSentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
