/**
 * Access tokens of Entra ID (RFC 7519): signature by the tenant's published keys, issuer,
 * audience, times, and the app roles that the tenant's administrators assign.
 */

import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Caller, type CallerCheck, CallersUnavailable, ROLES } from './caller.ts';

export interface EntraSettings {
  /** Origin, such as `https://login.microsoftonline.com`. */
  readonly authority: string;
  readonly tenantId: string;
  /** Client id or application ID URI; a token for any of them is meant for us. */
  readonly audiences: readonly string[];
}

/** The keys with which the tenant signs, fetched when needed and kept. */
export const entraKeys = ({ authority, tenantId }: EntraSettings): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`));

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 60;

/** Longer than any token that Entra ID issues. */
const MAX_TOKEN = 16_384;

/** @param now milliseconds since the epoch */
export function entraCallers(settings: EntraSettings, keys: JWTVerifyGetKey, now: () => number): CallerCheck {
  const { authority, tenantId, audiences } = settings;
  // Of tokens of version 2, and of version 1.
  const issuer = [`${authority}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  return async (credential) => {
    if (credential.length > MAX_TOKEN) return undefined;
    try {
      const { payload } = await jwtVerify(credential, keys, {
        issuer,
        audience: [...audiences],
        algorithms: ['RS256'],
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['exp', 'oid'],
        currentDate: new Date(now()),
      });
      return callerOf(payload);
    } catch (error) {
      if (saysTokenIsBad(error)) return undefined;
      throw new CallersUnavailable('the signing keys of the tenant cannot be read', { cause: error });
    }
  };
}

function callerOf(payload: JWTPayload): Caller | undefined {
  const { oid, roles, azp, appid } = payload;
  // An ID token names no client that it was issued to; it says who signed in, and opens nothing.
  if (typeof oid !== 'string' || typeof (azp ?? appid) !== 'string') return undefined;
  const held: readonly unknown[] = Array.isArray(roles) ? roles : [];
  const role = ROLES.findLast((one) => held.includes(one));
  return { id: oid, name: nameIn(payload), role, from: 'manage-api' };
}

/** Characters: names come from the directory. */
const MAX_NAME = 256;

/** Optional claims: a user's token of version 2 has the first two, one of version 1 the next, an application's the last. */
const nameIn = (claims: JWTPayload): string | undefined =>
  ['name', 'preferred_username', 'unique_name', 'upn', 'app_displayname']
    .map((claim) => claims[claim])
    .find((claim): claim is string => typeof claim === 'string' && claim !== '')
    ?.slice(0, MAX_NAME);

/** Anything else is the key set's failing, and no reason to sign anybody out. */
const saysTokenIsBad = (error: unknown): boolean => BAD_TOKEN.some((kind) => error instanceof kind);

const BAD_TOKEN = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];
