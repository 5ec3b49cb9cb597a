/** RFC 7644 §3.12: the errors a SCIM client can act on. Everything else is a fault of this service, not a ScimError. */

import { assigned } from './json.ts';
import { type Text, textForClient, textForLog } from './text.ts';

export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive';

/** What went wrong, for programs: a name that stays when the words change. Finer than `scimType`. */
export type ErrorCode =
  // The request as a whole
  | 'body-empty'
  | 'body-not-json'
  | 'body-not-object'
  | 'body-not-utf8'
  | 'body-broken-off'
  | 'body-too-large'
  | 'name-too-long'
  | 'too-many-names'
  | 'content-type'
  | 'content-encoding'
  | 'query-parameter'
  | 'no-such-path'
  | 'no-such-resource'
  | 'no-such-definition'
  | 'not-offered'
  | 'not-filterable'
  | 'version-changed'
  | 'version-excluded'
  | 'token-expired'
  | 'token-revoked'
  // Attributes and their values
  | 'unknown-attribute'
  | 'required'
  | 'read-only'
  | 'wrong-value'
  | 'taken'
  | 'given-twice'
  | 'list-needed'
  | 'object-needed'
  | 'reference-needs-value'
  | 'several-primary'
  | 'too-many-values'
  | 'number-too-long'
  | 'text-too-long'
  | 'too-many-marks'
  | 'resource-too-large'
  // Members
  | 'no-such-member'
  | 'member-of-itself'
  | 'member-immutable'
  | 'member-needed'
  | 'too-many-members'
  // PATCH
  | 'schemas'
  | 'operations-needed'
  | 'too-many-operations'
  | 'too-much-work'
  | 'operation-not-object'
  | 'wrong-op'
  | 'path-needed'
  | 'path-not-text'
  | 'path-not-possible'
  | 'value-needed'
  | 'value-not-possible'
  | 'no-match'
  // Filters and paths
  | 'syntax'
  | 'too-long'
  | 'too-deep'
  | 'too-many-comparisons'
  | 'operator-not-possible'
  | 'value-filter-not-possible'
  // Import, and files for Microsoft Graph
  | 'record'
  | 'synchronization-schema';

/** `text` names the attribute and what the client should change; it is shown to administrators verbatim. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly text: Text;
  readonly scimType: ScimType | undefined;

  constructor(status: number, code: ErrorCode, text: Text, scimType?: ScimType) {
    super(textForClient(text));
    this.status = status;
    this.code = code;
    this.text = text;
    this.scimType = scimType;
  }

  /** As the client is told. */
  get detail(): string {
    return this.message;
  }
}

const error = (status: number, scimType?: ScimType) => (code: ErrorCode, text: Text) =>
  new ScimError(status, code, text, scimType);

export const invalidFilter = error(400, 'invalidFilter');
export const tooMany = error(400, 'tooMany');
export const mutability = error(400, 'mutability');
export const invalidSyntax = error(400, 'invalidSyntax');
export const invalidPath = error(400, 'invalidPath');
export const noTarget = error(400, 'noTarget');
export const invalidValue = error(400, 'invalidValue');
export const uniqueness = error(409, 'uniqueness');
export const unauthorized = error(401);
export const forbidden = error(403);
export const notFound = error(404);
export const preconditionFailed = error(412);
export const tooLarge = error(413);
export const unsupportedMediaType = error(415);
export const notImplemented = error(501);

/** Why something was refused, for those who read it later: an account's log, the caller of the manage API. */
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
  const told = withValues ? textForClient : textForLog;
  return assigned({
    scimType,
    code,
    detail: told(text),
    field: text.field && told(text.field),
    remedy: text.remedy && asSentence(told(text.remedy)),
  });
}

/** The remedy where the error itself is not read beside it: "it" is named. */
export const remedyOf = ({ field, remedy }: Pick<Reason, 'field' | 'remedy'>): string | undefined =>
  remedy === undefined || field === undefined || remedy.includes(field) ? remedy : `${field}: ${remedy}`;

const asSentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
