/** What `npm start` itself reads from the environment; the other settings are the functions' own. */

import { resolve } from 'node:path';

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
