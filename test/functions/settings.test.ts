import { readSettings } from '../../functions/runtime/settings.ts';

const azure = {
  APP_ROLE: 'scim',
  STORE: 'cosmos',
  COSMOS_ENDPOINT: 'https://x.documents.azure.com',
  COSMOS_DATABASE: 'scim',
  KEY_VAULT_URL: 'https://x.vault.azure.net',
};

const base = { PUBLIC_BASE_URL: 'https://scim.example.com', DATA_DIR: '/data' };

describe('where the secrets are', () => {
  it('in a file of the data folder, unless KEY_VAULT_URL names a vault', () => {
    expect(readSettings(base).secrets).toEqual({ kind: 'file', file: '/data/secrets.db' });
    expect(readSettings({ ...base, KEY_VAULT_URL: '' }).secrets.kind).toBe('file');
  });

  it('in the vault, as the user-assigned identity where there is one', () => {
    const KEY_VAULT_URL = 'https://my-vault.vault.azure.net/';
    const url = 'https://my-vault.vault.azure.net';
    expect(readSettings({ ...base, KEY_VAULT_URL }).secrets).toEqual({ kind: 'key-vault', url });
    expect(readSettings({ ...base, KEY_VAULT_URL, AZURE_CLIENT_ID: 'id' }).secrets).toEqual({
      kind: 'key-vault',
      url,
      clientId: 'id',
    });
  });

  it.each([
    'my-vault',
    'http://my-vault.vault.azure.net',
    'https://my-vault.vault.azure.net/secrets',
    'https://a:b@c.d',
  ])('KEY_VAULT_URL=%s is refused by name, with an example', (KEY_VAULT_URL) => {
    expect(() => readSettings({ ...base, KEY_VAULT_URL })).toThrow(
      "KEY_VAULT_URL must be the vault's address, such as https://",
    );
  });
});

describe('where App Service gives tokens of the managed identity', () => {
  const IDENTITY_ENDPOINT = 'http://127.0.0.1:41234/msi/token';
  const IDENTITY_HEADER = 'proof';

  it('is what it sets itself', () => {
    const { appService } = readSettings({ ...base, IDENTITY_ENDPOINT, IDENTITY_HEADER });
    expect(appService).toEqual({ endpoint: IDENTITY_ENDPOINT, proof: 'proof' });
  });

  it.each([
    ['nothing', {}],
    ['Azure Arc', { IDENTITY_ENDPOINT, IMDS_ENDPOINT: 'http://127.0.0.1' }],
    [
      'Service Fabric',
      {
        IDENTITY_ENDPOINT: 'https://localhost:2377/x',
        IDENTITY_HEADER,
        IDENTITY_SERVER_THUMBPRINT: 'A'.repeat(40),
      },
    ],
    ['something that is not a URL', { IDENTITY_ENDPOINT: 'nowhere', IDENTITY_HEADER }],
  ])('is not known from %s: there the SDK of Azure looks for it', (_host, environment) => {
    expect(readSettings({ ...base, ...environment })).not.toHaveProperty('appService');
  });
});

describe('where the data is', () => {
  it.each(['my-account', 'my-account.documents.azure.com:443', 'file:///data'])(
    'COSMOS_ENDPOINT=%s is refused by name, with an example',
    (COSMOS_ENDPOINT) => {
      expect(() => readSettings({ ...base, ...azure, COSMOS_ENDPOINT })).toThrow(
        "COSMOS_ENDPOINT must be the account's address, such as https://",
      );
    },
  );
});

describe('what clients are told to use', () => {
  it.each([
    'https://scim.example.com?tenant=1',
    'https://scim.example.com/#top',
    'https://ann:secret@scim.example.com',
    'ftp://scim.example.com',
    'scim.example.com',
  ])('PUBLIC_BASE_URL=%s is refused by name: paths are put behind it', (PUBLIC_BASE_URL) => {
    const read = () => readSettings({ ...base, PUBLIC_BASE_URL });
    expect(read).toThrow('PUBLIC_BASE_URL must be the origin that clients use, such as https://');
    expect(read).not.toThrow('secret');
  });
});

describe('in Azure', () => {
  const inAzure = { ...base, ...azure, WEBSITE_INSTANCE_ID: 'x' };

  it('tokens never travel in clear text', () => {
    const PUBLIC_BASE_URL = 'http://scim.example.com';
    expect(() => readSettings({ ...inAzure, PUBLIC_BASE_URL })).toThrow(
      'In Azure PUBLIC_BASE_URL must begin with https:',
    );
    expect(readSettings({ ...base, PUBLIC_BASE_URL }).publicBaseUrl).toBe(PUBLIC_BASE_URL);
  });

  it('no key opens the data', () => {
    expect(() => readSettings({ ...inAzure, COSMOS_KEY: 'a2V5' })).toThrow(
      'In Azure COSMOS_KEY must not be set: the managed identity signs in',
    );
  });

  it.each(['STORE', 'KEY_VAULT_URL'])('a forgotten %s is no reason to keep data on one machine', (name) => {
    const complete = { ...base, ...azure, WEBSITE_INSTANCE_ID: 'x' };
    expect(readSettings(complete).store.kind).toBe('cosmos');
    expect(() => readSettings({ ...complete, [name]: undefined })).toThrow(`In Azure ${name} must`);
  });
});

describe('which functions the app registers', () => {
  it("all of them on a machine of one's own, one half where APP_ROLE says so", () => {
    expect(readSettings(base).role).toBe('all');
    for (const APP_ROLE of ['scim', 'manage', 'all'])
      expect(readSettings({ ...base, APP_ROLE }).role).toBe(APP_ROLE);
    expect(() => readSettings({ ...base, APP_ROLE: 'admin' })).toThrow(
      'APP_ROLE must be scim, manage or all, not admin',
    );
  });

  it.each(['', 'all'])('in Azure never both halves (APP_ROLE=%s)', (APP_ROLE) => {
    expect(() => readSettings({ ...base, ...azure, APP_ROLE, WEBSITE_INSTANCE_ID: 'x' })).toThrow(
      'In Azure APP_ROLE must be scim or manage',
    );
  });
});

describe('where measurements go', () => {
  const APPLICATIONINSIGHTS_CONNECTION_STRING =
    'InstrumentationKey=0F0F0F0F-1111-2222-3333-444444444444;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;ApplicationId=x';

  it('nowhere without a connection string', () => {
    expect(readSettings(base).telemetry).toBeUndefined();
    expect(readSettings({ ...base, APPLICATIONINSIGHTS_CONNECTION_STRING: '' }).telemetry).toBeUndefined();
  });

  it('to its resource, under the name of the app, signed in as the host does', () => {
    const settings = { ...base, APPLICATIONINSIGHTS_CONNECTION_STRING };
    const connectionString = APPLICATIONINSIGHTS_CONNECTION_STRING;
    expect(readSettings(settings).telemetry).toEqual({
      connectionString,
      signsIn: false,
      clientId: undefined,
      role: 'kissflow-scim',
    });
    const APPLICATIONINSIGHTS_AUTHENTICATION_STRING = 'ClientId=id;Authorization=AAD';
    expect(
      readSettings({
        ...settings,
        ...azure,
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING,
        WEBSITE_SITE_NAME: 'scim-x',
      }).telemetry,
    ).toEqual({ connectionString, signsIn: true, clientId: 'id', role: 'scim-x' });
  });

  it.each([
    [{ APPLICATIONINSIGHTS_CONNECTION_STRING: 'a key' }, 'APPLICATIONINSIGHTS_CONNECTION_STRING must be'],
    [
      {
        APPLICATIONINSIGHTS_CONNECTION_STRING,
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=Key',
      },
      'APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be Authorization=AAD',
    ],
  ])('%j is refused by name', (settings, message) => {
    expect(() => readSettings({ ...base, ...settings })).toThrow(message);
  });
});

describe('who may call the manage API', () => {
  const tenant = {
    MANAGE_TENANT_ID: '0F0F0F0F-1111-2222-3333-444444444444',
    MANAGE_AUDIENCE: 'api://scim, id',
  };

  it('nobody, unless a setting says so', () => {
    expect(readSettings({ ...base, MANAGE_TENANT_ID: '', MANAGE_KEY_FILE: '' }).manage).toEqual({});
  });

  it('callers with a token of the tenant for one of the audiences', () => {
    expect(readSettings({ ...base, ...tenant }).manage).toEqual({
      entra: {
        authority: 'https://login.microsoftonline.com',
        tenantId: '0f0f0f0f-1111-2222-3333-444444444444',
        audiences: ['api://scim', 'id'],
      },
    });
  });

  it.each([
    ['https://login.microsoftonline.us/', 'https://login.microsoftonline.us'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('of a national cloud, or of a double on this machine: %s', (MANAGE_AUTHORITY, authority) => {
    expect(readSettings({ ...base, ...tenant, MANAGE_AUTHORITY }).manage.entra?.authority).toBe(authority);
  });

  it.each([
    [{ ...tenant, MANAGE_AUTHORITY: 'login.microsoftonline.us' }, 'MANAGE_AUTHORITY must be the origin'],
    [
      { ...tenant, MANAGE_AUTHORITY: 'https://login.example.com/tenant' },
      'MANAGE_AUTHORITY must be the origin',
    ],
    [{ ...tenant, MANAGE_AUTHORITY: 'http://login.example.com' }, 'MANAGE_AUTHORITY must be the origin'],
    [
      { ...tenant, ...azure, WEBSITE_SITE_NAME: 'func-x', MANAGE_AUTHORITY: 'http://localhost:8080' },
      'MANAGE_AUTHORITY must be the origin',
    ],
  ])('%j is refused: the keys that are read there decide who is let in', (settings, message) => {
    expect(() => readSettings({ ...base, ...settings })).toThrow(message);
  });

  it.each([
    [{ ...tenant, MANAGE_AUDIENCE: ' , ' }, 'MANAGE_TENANT_ID and MANAGE_AUDIENCE must be set together'],
    [{ ...tenant, MANAGE_TENANT_ID: undefined }, 'MANAGE_TENANT_ID and MANAGE_AUDIENCE must be set together'],
    [{ ...tenant, MANAGE_TENANT_ID: 'common' }, 'MANAGE_TENANT_ID must be the id of the Entra ID tenant'],
  ])('%j is refused by name', (settings, message) => {
    expect(() => readSettings({ ...base, ...settings })).toThrow(message);
  });

  it('whoever may read the key file, but never in Azure, whatever the plan', () => {
    const local = { ...base, ...azure, MANAGE_KEY_FILE: '/data/manage.key' };
    expect(readSettings(local).manage).toEqual({ keyFile: '/data/manage.key' });
    for (const name of ['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME', 'WEBSITE_SKU']) {
      expect(readSettings({ ...local, [name]: 'x' }).manage).toEqual({});
    }
  });
});

describe('how many requests of one account run at once', () => {
  const of = (environment: Record<string, string>) =>
    readSettings({ ...base, ...environment }).requestsAtOnce;

  it('16 in Azure, any number elsewhere, unless REQUESTS_AT_ONCE says so', () => {
    expect(of({ ...azure, WEBSITE_INSTANCE_ID: 'x' })).toBe(16);
    expect(of({})).toBeUndefined();
    expect(of({ REQUESTS_AT_ONCE: '8' })).toBe(8);
    expect(of({ ...azure, WEBSITE_INSTANCE_ID: 'x', REQUESTS_AT_ONCE: 'any' })).toBeUndefined();
  });

  it.each(['0', '-1', 'many', '1.5'])('REQUESTS_AT_ONCE=%s is refused by name', (text) => {
    expect(() => of({ REQUESTS_AT_ONCE: text })).toThrow('REQUESTS_AT_ONCE must be a number');
  });
});
