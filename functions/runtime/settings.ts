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

/** Who may call the manage API; when empty, nobody. */
export interface ManageSettings {
  readonly entra?: {
    /** Origin that signs people in; another one than that of the public cloud for a national cloud. */
    readonly authority: string;
    readonly tenantId: string;
    readonly audiences: readonly string[];
  };
  /** Holds the manage key of a service on the administrator's own machine. */
  readonly keyFile?: string;
  /** With the key, on a service that listens on loopback alone: links with a one-time code open the portal. */
  readonly oneTimeCodes?: boolean;
}

/** Which functions this app registers: those of provisioning, those of administration, or both on one machine. */
export type AppRole = 'scim' | 'manage' | 'all';

/** Where the app's own measurements go; requests and log lines are sent by the host. */
export interface TelemetrySettings {
  readonly connectionString: string;
  /** Signs in with the managed identity; without it, the instrumentation key has to do. */
  readonly signsIn: boolean;
  /** Of a user-assigned managed identity. */
  readonly clientId: string | undefined;
  /** The name under which the host sends. */
  readonly role: string;
}

export interface Settings {
  readonly role: AppRole;
  /** Without a trailing slash. */
  readonly publicBaseUrl: string;
  readonly store: StoreSettings;
  readonly secrets: SecretSettings;
  /** Where App Service gives tokens of the managed identity; it sets this itself, in Azure alone. */
  readonly appService?: { readonly endpoint: string; readonly proof: string };
  readonly manage: ManageSettings;
  /** Requests of one account that run at once in one process; undefined: any number. */
  readonly requestsAtOnce?: number;
  /** Undefined: nothing is measured, and nothing loaded for it. */
  readonly telemetry?: TelemetrySettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names the setting and what it must be. */
export function readSettings(environment: Environment): Settings {
  const directory = environment.DATA_DIR || '.data';
  if (runsInAzure(environment)) requireDeployed(environment);
  return {
    role: appRole(environment),
    publicBaseUrl: publicBaseUrl(environment),
    store: storeSettings(environment, directory),
    secrets: secretSettings(environment, directory),
    ...appServiceSettings(environment),
    manage: manageSettings(environment),
    ...fairness(environment),
    ...telemetrySettings(environment),
  };
}

/** In Azure the halves are two apps, each with the rights of its own identity and no others. */
function appRole(environment: Environment): AppRole {
  const azure = runsInAzure(environment);
  const role = environment.APP_ROLE || (azure ? '' : 'all');
  if (role === 'scim' || role === 'manage' || (role === 'all' && !azure)) return role;
  throw new Error(
    azure
      ? 'In Azure APP_ROLE must be scim or manage: one app for both would hold the rights of both'
      : `APP_ROLE must be scim, manage or all, not ${role}`,
  );
}

/** An instance's own disk is gone with the instance, and no other one sees it; and nothing of a deployment is a secret. */
function requireDeployed({ STORE, KEY_VAULT_URL, COSMOS_KEY, PUBLIC_BASE_URL }: Environment): void {
  if (STORE !== 'cosmos')
    throw new Error('In Azure STORE must be cosmos, with COSMOS_ENDPOINT and COSMOS_DATABASE');
  if (!KEY_VAULT_URL)
    throw new Error('In Azure KEY_VAULT_URL must name the vault that holds the hashes of tokens');
  if (COSMOS_KEY) throw new Error('In Azure COSMOS_KEY must not be set: the managed identity signs in');
  if (/^http:/i.test(PUBLIC_BASE_URL ?? ''))
    throw new Error('In Azure PUBLIC_BASE_URL must begin with https: tokens are sent to it');
}

function publicBaseUrl({ PUBLIC_BASE_URL: text }: Environment): string {
  const url = text === undefined ? null : URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || `${url.username}${url.password}${url.search}${url.hash}`) {
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
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new Error(
      "COSMOS_ENDPOINT must be the account's address, such as https://my-account.documents.azure.com:443/",
    );
  }
  return { kind, endpoint, database, key, clientId: environment.AZURE_CLIENT_ID };
}

/** Other hosts of a managed identity set one of the two as well, and mean another way of asking by it. */
function appServiceSettings(environment: Environment): Pick<Settings, 'appService'> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: proof, IDENTITY_SERVER_THUMBPRINT } = environment;
  if (!endpoint || !proof || IDENTITY_SERVER_THUMBPRINT || !URL.canParse(endpoint)) return {};
  return endpoint.startsWith('http:') ? { appService: { endpoint, proof } } : {};
}

/** On a developer's machine there is one account, and nobody to be fair to. */
function fairness(environment: Environment): { requestsAtOnce?: number } {
  const text = environment.REQUESTS_AT_ONCE || (runsInAzure(environment) ? '16' : 'any');
  if (text === 'any') return {};
  const requestsAtOnce = Number(text);
  if (/^\d{1,4}$/.test(text) && requestsAtOnce > 0) return { requestsAtOnce };
  throw new Error(
    `REQUESTS_AT_ONCE must be a number of requests of one account, such as 16, or any, not ${text}`,
  );
}

/** The two settings that the host reads as well. */
function telemetrySettings(environment: Environment): { telemetry?: TelemetrySettings } {
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, WEBSITE_SITE_NAME } = environment;
  if (!connectionString) return {};
  const { instrumentationkey: key = '', ingestionendpoint = '' } = partsOf(connectionString);
  if (!GUID.test(key) || !URL.canParse(ingestionendpoint)) {
    throw new Error(
      'APPLICATIONINSIGHTS_CONNECTION_STRING must be InstrumentationKey={GUID};IngestionEndpoint={URL}, as the Application Insights resource shows it',
    );
  }
  const signIn = partsOf(environment.APPLICATIONINSIGHTS_AUTHENTICATION_STRING ?? '');
  if (signIn.authorization !== undefined && signIn.authorization !== 'AAD') {
    throw new Error(
      'APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be Authorization=AAD, or ClientId={GUID};Authorization=AAD',
    );
  }
  return {
    telemetry: {
      connectionString,
      signsIn: signIn.authorization === 'AAD',
      clientId: signIn.clientid ?? environment.AZURE_CLIENT_ID,
      role: WEBSITE_SITE_NAME || 'kissflow-scim',
    },
  };
}

/** `Name=value;Name=value`, names in lower case. */
const partsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(';')
      .map((part) => /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(part))
      .filter((match) => match !== null)
      .map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  );

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function manageSettings(environment: Environment): ManageSettings {
  const { MANAGE_TENANT_ID: tenantId, MANAGE_AUDIENCE: audience, MANAGE_KEY_FILE: keyFile } = environment;
  const audiences = (audience ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (!tenantId !== (audiences.length === 0)) {
    throw new Error('MANAGE_TENANT_ID and MANAGE_AUDIENCE must be set together, or neither');
  }
  if (tenantId && !GUID.test(tenantId)) {
    throw new Error('MANAGE_TENANT_ID must be the id of the Entra ID tenant, a GUID');
  }
  return {
    ...(tenantId
      ? { entra: { authority: authority(environment), tenantId: tenantId.toLowerCase(), audiences } }
      : {}),
    ...(keyFile && !runsInAzure(environment)
      ? { keyFile, ...(environment.MANAGE_SIGN_IN === 'code' ? { oneTimeCodes: true } : {}) }
      : {}),
  };
}

/** Its keys decide who is let in: in clear text it is believed on this machine alone. */
function authority(environment: Environment): string {
  const url = URL.parse(environment.MANAGE_AUTHORITY || 'https://login.microsoftonline.com');
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && url.hostname === 'localhost' && !runsInAzure(environment));
  if (url && isSafe && url.href === `${url.origin}/`) return url.origin;
  throw new Error(
    'MANAGE_AUTHORITY must be the origin where Entra ID signs people in, such as https://login.microsoftonline.us',
  );
}

/** By what App Service sets on its machines, and Core Tools and plain containers do not. */
const runsInAzure = (environment: Environment): boolean =>
  ['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME', 'WEBSITE_SKU'].some((name) => environment[name]);
