/** RFC 9457: what the manage API answers when it cannot do what it was asked. */

import { type HttpHeaders, type HttpResponse, jsonResponse } from '../../http/message.ts';

const PROBLEM_KINDS = {
  'invalid-request': [400, 'The request is not valid'],
  'not-signed-in': [401, 'A valid access token is needed'],
  'role-required': [403, 'The role of the caller does not allow this'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'This method is not possible here'],
  'account-exists': [409, 'The account id is taken'],
  'token-revoked': [409, 'The token is revoked'],
  'needs-confirmation': [409, 'This change needs confirmation'],
  'changed-meanwhile': [412, 'Somebody else changed it meanwhile'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The content type is not supported'],
  'version-required': [428, 'If-Match is needed'],
  throttled: [429, 'Too many requests'],
  internal: [500, 'Internal error'],
  'not-configured': [503, 'The manage API is not set up'],
  unavailable: [503, 'The service cannot answer now'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** One thing that is wrong: a place in the body (RFC 6901) or a query parameter. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

interface ProblemExtras {
  readonly errors?: readonly Fault[];
  /** Of an error in SCIM data: what went wrong, for programs; the path of the attribute; what to do. */
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
  const [status, title] = PROBLEM_KINDS[kind];
  const { headers, ...members } = extras;
  const body = { type: `urn:kissflow:scim:problem:${kind}`, title, status, detail: message, ...members };
  return jsonResponse(status, 'application/problem+json', body, headers);
}
