/** RFC 6750: the request's bearer credential -> its caller, or the problem that it meets. */

import { bearerOf, type HttpRequest } from '../../http/message.ts';
import { Problem } from '../problem/problem.ts';
import { type Caller, type CallerCheck, CallersUnavailable, hasRole, ROLES, type Role } from './caller.ts';

/** @param checks none when the manage API is not set up; @throws Problem */
export async function identify(request: HttpRequest, checks: readonly CallerCheck[]): Promise<Caller> {
  if (checks.length === 0) throw notSetUp();
  const credential = bearerOf(request);
  if (credential === undefined) throw notSignedIn('Send Authorization: Bearer with an access token.', '');
  try {
    for (const check of checks) {
      const caller = await check(credential);
      if (caller) return caller;
    }
  } catch (error) {
    throw refusalOf(error);
  }
  throw notSignedIn(
    'The credential is not valid here: sign in again if it is an access token, which expires; take the manage key from the file of this service.',
    ', error="invalid_token"',
  );
}

const notSignedIn = (detail: string, parameters: string): Problem =>
  new Problem('not-signed-in', detail, {
    headers: { 'www-authenticate': `Bearer realm="manage"${parameters}` },
  });

const notSetUp = (): Problem =>
  new Problem(
    'not-configured',
    'No caller can be admitted: set MANAGE_TENANT_ID and MANAGE_AUDIENCE (Entra ID), or on your own machine MANAGE_KEY_FILE.',
  );

const ROLE_HELP =
  'An owner of the application or an Application Administrator assigns it in the Entra admin center: Enterprise applications > the application of this manage API > Users and groups. Sign in again afterwards.';

/** @param what that needs the role, as the beginning of a sentence; @throws Problem */
export function authorize(caller: Caller, role: Role, what: string): void {
  if (hasRole(caller, role)) return;
  const has = caller.role === undefined ? 'has no app role of this application' : `has ${caller.role}`;
  const detail = `${what} needs the app role ${atLeast(role)}; the caller ${has}. ${ROLE_HELP}`;
  throw new Problem('role-required', detail, { requiredRole: role });
}

/** Each role includes those before it. */
function atLeast(role: Role): string {
  const [last, ...others] = ROLES.slice(ROLES.indexOf(role)).reverse();
  return others.length === 0 ? String(last) : `${others.reverse().join(', ')} or ${last}`;
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof CallersUnavailable)) return error;
  const detail =
    'Access tokens cannot be checked right now, because the keys of Entra ID cannot be read: repeat the request later.';
  return new Problem('unavailable', detail, { headers: { 'retry-after': '10' } }, error);
}
