/**
 * Sign-in to the portal on the administrator's own machine: whoever may read the manage key gets a one-time code, and the
 * browser exchanges it for a session. Both are kept in the memory of the process, and only as digests.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CallerCheck } from './caller.ts';

/** Milliseconds. */
export const CODE_TIME = 10 * 60_000;
export const SESSION_TIME = 12 * 3_600_000;

/** The oldest one goes where there would be more. */
export const MAX_CODES = 16;
export const MAX_SESSIONS = 64;

export interface Issued {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly ends: number;
}

export interface PortalSessions {
  newCode(): Issued;
  /** @returns the session, or why there is none */
  exchange(code: string): Issued | 'used' | 'late' | 'unknown';
  readonly check: CallerCheck;
  /** Ends the session with this credential, if there is one. */
  end(credential: string): void;
}

interface Kept {
  readonly digest: Buffer;
  readonly ends: number;
}

/**
 * @param name of the person who uses this machine
 * @param now milliseconds since the epoch
 */
export function portalSessions(name: string, now: () => number): PortalSessions {
  const codes: Kept[] = [];
  const used: Kept[] = [];
  const sessions: Kept[] = [];
  return {
    newCode: () => issue(codes, MAX_CODES, '', now() + CODE_TIME),
    exchange(code) {
      if (find(used, code)) return 'used';
      const found = find(codes, code);
      if (!found) return 'unknown';
      codes.splice(codes.indexOf(found), 1);
      if (found.ends <= now()) return 'late';
      add(used, MAX_CODES, found);
      return issue(sessions, MAX_SESSIONS, 'kfp_', now() + SESSION_TIME);
    },
    check: async (credential) => {
      const session = find(sessions, credential);
      if (!session || session.ends <= now()) return undefined;
      return { id: 'portal', name, role: 'SuperAdmin', from: 'manage-api' };
    },
    end(credential) {
      const session = find(sessions, credential);
      if (session) sessions.splice(sessions.indexOf(session), 1);
    },
  };
}

function issue(kept: Kept[], most: number, prefix: string, ends: number): Issued {
  const text = `${prefix}${randomBytes(24).toString('base64url')}`;
  add(kept, most, { digest: digestOf(text), ends });
  return { text, ends };
}

function add(kept: Kept[], most: number, one: Kept): void {
  kept.push(one);
  if (kept.length > most) kept.shift();
}

/** Every one is compared: the time says neither whether one matches nor which. */
function find(kept: readonly Kept[], text: string): Kept | undefined {
  const digest = digestOf(text);
  let found: Kept | undefined;
  for (const one of kept) if (timingSafeEqual(one.digest, digest)) found = one;
  return found;
}

/** Equal lengths, whatever was sent. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
