/** Why something was refused, for those who read it later: an account's log, the caller of the manage API. */

import type { ErrorCode, ScimError, ScimType } from './error.ts';
import { assigned } from './json.ts';
import { logged, shown } from './text.ts';

export interface Reason {
  readonly scimType?: ScimType;
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  readonly detail: string;
  /** Path of the attribute that `detail` is about. */
  readonly field?: string;
  /** What to do about it, as a sentence; mostly a part of `detail`, too. */
  readonly remedy?: string;
}

/** @param withValues false leaves out what the client sent */
export function reasonOf({ scimType, code, text }: ScimError, withValues: boolean): Reason {
  const told = withValues ? shown : logged;
  return assigned({
    scimType,
    code,
    detail: told(text),
    field: text.field && told(text.field),
    remedy: text.remedy && asSentence(told(text.remedy)),
  });
}

const asSentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
