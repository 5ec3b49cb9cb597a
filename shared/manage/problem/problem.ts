/** RFC 9457: what the manage API answers when it cannot do what it was asked. */

import { type HttpHeaders, type HttpResponse, jsonResponse } from '../../http/message.ts';

/** What each kind of problem is, and what to do about one of which no more is known. */
const PROBLEM_KINDS = {
  'invalid-request': [
    400,
    'The request is not valid',
    'Change what errors or detail name, and send it again.',
  ],
  'not-signed-in': [
    401,
    'A valid access token is needed',
    'Sign in again, or take the manage key from the file of this service.',
  ],
  'role-required': [
    403,
    'The role of the caller does not allow this',
    'Ask an owner of the application in Entra ID for the role, and sign in again.',
  ],
  'code-refused': [
    403,
    'The one-time code is not valid',
    'Open another link: npx kissflow-scim portal prints one.',
  ],
  'not-found': [404, 'Not found', 'Check the ids in the path against the lists.'],
  'method-not-allowed': [405, 'This method is not possible here', 'Use a method that Allow names.'],
  'account-exists': [409, 'The account id is taken', 'Choose another id, or change the account that has it.'],
  'account-in-use': [409, 'The account has users or groups', 'Create another account, and fill that one.'],
  'account-leaving': [
    409,
    'The account is being deleted',
    'Repeat the deletion until it is done; then create the account.',
  ],
  'token-revoked': [409, 'The token is revoked', 'Create a new token.'],
  'needs-confirmation': [
    409,
    'This change needs confirmation',
    'Read the consequences; to proceed, repeat the request with confirm=true.',
  ],
  'changed-meanwhile': [
    412,
    'Somebody else changed it meanwhile',
    'Read it again, and apply your change to what is there now.',
  ],
  'too-large': [413, 'The body is too large', 'Send less at once.'],
  'unsupported-media-type': [
    415,
    'The content type is not supported',
    'Send application/json, not compressed.',
  ],
  'version-required': [428, 'If-Match is needed', 'Send If-Match with the ETag that you read.'],
  throttled: [429, 'Too many requests', 'Repeat the request after the seconds in Retry-After.'],
  internal: [500, 'Internal error', 'Report it with the correlation id of this answer.'],
  'not-configured': [
    503,
    'The manage API is not set up',
    'Set up who may call the manage API: docs/manage-api.md.',
  ],
  unavailable: [503, 'The service cannot answer now', 'Repeat the request after the seconds in Retry-After.'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string, remedy: string]>>;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** One thing that is wrong: a place in the body (RFC 6901) or a query parameter. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

interface ProblemExtras {
  readonly errors?: readonly Fault[];
  /** What went wrong, for programs, where that is more than the kind; the path of the attribute; what to do. */
  readonly code?: string;
  readonly field?: string;
  readonly remedy?: string;
  readonly needsConfirmation?: readonly object[];
  /** The app role that is needed at least. */
  readonly requiredRole?: string;
  readonly headers?: HttpHeaders;
}

/** `detail` says what to do; it is shown to administrators verbatim. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly extras: ProblemExtras;

  /** @param cause for the log, where an operator must look into it */
  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}, cause?: unknown) {
    super(detail, { cause });
    this.kind = kind;
    this.extras = extras;
  }
}

export function problemResponse({ kind, message, extras }: Problem): HttpResponse {
  const [status, title, remedy] = PROBLEM_KINDS[kind];
  const { headers, ...members } = extras;
  const type = `urn:kissflow:scim:problem:${kind}`;
  const body = { type, title, status, detail: message, code: kind, remedy, ...members };
  return jsonResponse(status, 'application/problem+json', body, headers);
}
