/** App settings, parsed and checked once: their names and meanings are all here. */

import { join } from 'node:path';

export type StoreSettings =
  | { readonly kind: 'sqlite'; readonly directory: string }
  | {
      readonly kind: 'cosmos';
      readonly endpoint: string;
      readonly database: string;
      /** For an emulator on loopback; in Azure the managed identity is used. */
      readonly key: string | undefined;
      /** Of a user-assigned managed identity. */
      readonly clientId: string | undefined;
    };

export type SecretSettings =
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'key-vault';
      readonly url: string;
      /** Of a user-assigned managed identity. */
      readonly clientId: string | undefined;
    };

export interface Settings {
  /** Without a trailing slash. */
  readonly publicBaseUrl: string;
  readonly store: StoreSettings;
  readonly secrets: SecretSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names the setting and what it must be. */
export function readSettings(environment: Environment): Settings {
  const directory = environment.DATA_DIR || '.data';
  return {
    publicBaseUrl: publicBaseUrl(environment),
    store: storeSettings(environment, directory),
    secrets: secretSettings(environment, directory),
  };
}

function publicBaseUrl({ PUBLIC_BASE_URL: text }: Environment): string {
  const url = text === undefined ? null : URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error('PUBLIC_BASE_URL must be the origin that clients use, such as https://scim.example.com');
  }
  return url.href.replace(/\/+$/, '');
}

function secretSettings(environment: Environment, directory: string): SecretSettings {
  const { KEY_VAULT_URL: text, AZURE_CLIENT_ID: clientId } = environment;
  if (!text) return { kind: 'file', file: join(directory, 'secrets.db') };
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.username !== '') {
    throw new Error("KEY_VAULT_URL must be the vault's address, such as https://my-vault.vault.azure.net");
  }
  return { kind: 'key-vault', url: url.origin, clientId };
}

function storeSettings(environment: Environment, directory: string): StoreSettings {
  const kind = environment.STORE || 'sqlite';
  if (kind === 'sqlite') return { kind, directory };
  if (kind !== 'cosmos') throw new Error(`STORE must be sqlite or cosmos, not ${kind}`);
  const { COSMOS_ENDPOINT: endpoint, COSMOS_DATABASE: database, COSMOS_KEY: key } = environment;
  if (!endpoint || !database) throw new Error('STORE=cosmos needs COSMOS_ENDPOINT and COSMOS_DATABASE');
  return { kind, endpoint, database, key, clientId: environment.AZURE_CLIENT_ID };
}
