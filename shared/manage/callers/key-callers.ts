/** The manage key of a service on the administrator's own machine: whoever may read its file may do everything. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CallerCheck } from './caller.ts';

const MANAGE_KEY = /^kfm_[\w-]{43}$/;

export const isManageKey = (text: string): boolean => MANAGE_KEY.test(text);

export const newManageKey = (): string => `kfm_${randomBytes(32).toString('base64url')}`;

/**
 * @param readKey the key that is valid now; undefined when there is none
 * @param name of the operating-system user who runs the service: the key proves access to that user's files
 */
export const keyCallers =
  (readKey: () => Promise<string | undefined>, name?: string): CallerCheck =>
  async (credential) => {
    const key = (await readKey())?.trim() ?? '';
    if (!isManageKey(key) || !timingSafeEqual(digest(credential), digest(key))) return undefined;
    return { id: 'manage-key', name, role: 'SuperAdmin', from: 'manage-api' };
  };

/** Equal lengths, whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
