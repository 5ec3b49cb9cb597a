/** What `npm start` itself reads from the environment, and the key that it makes; other settings are the functions' own. */

import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isManageKey, newManageKey } from '../../shared/manage/callers/key-callers.ts';
import { othersMayUse, readSecretFile, replaceSecretFile } from './secret-file.ts';

export interface LocalSettings {
  readonly port: number;
  readonly hostname: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Of the demo account, when it is created. */
  readonly unsupportedAttributes: 'reject' | 'ignore';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names the variable and what it must be. An empty variable counts as unset. */
export function readLocalSettings(environment: Environment): LocalSettings {
  return {
    port: port(environment.PORT || '7071'),
    hostname: environment.HOST || '127.0.0.1',
    dataDir: resolve(environment.DATA_DIR || '.data'),
    unsupportedAttributes: unsupportedAttributes(environment.UNSUPPORTED_ATTRIBUTES || 'reject'),
  };
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`PORT must be a number from 0 to 65535, not ${text}`);
}

function unsupportedAttributes(text: string): LocalSettings['unsupportedAttributes'] {
  if (text === 'reject' || text === 'ignore') return text;
  throw new Error(`UNSUPPORTED_ATTRIBUTES must be reject or ignore, not ${text}`);
}

/** The key of the manage API on this machine, readable by its owner only. One that is there stays; a reader never finds half of one. Throws an Error that says what to do about the file. */
export function ensureManageKey(file: string): void {
  if (existsSync(file)) {
    checkManageKey(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  replaceSecretFile(file, `${newManageKey()}\n`);
}

/** A copy may have lost its end, or its mode. */
function checkManageKey(file: string): void {
  if (!isManageKey(readSecretFile(file).trim())) {
    throw new Error(`${file} holds no manage key: delete it, and the next start makes a new one`);
  }
  if (othersMayUse(file)) chmodSync(file, 0o600);
}
