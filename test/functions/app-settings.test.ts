/** The settings that the app reads, those of the sample for a laptop, and those of the deployment: one set of names. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../functions/runtime/settings.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

type Settings = Readonly<Record<string, string>>;

/** Of the host and its worker, not of the app. */
const OF_THE_HOST = /^(AzureWebJobs|FUNCTIONS_)/;

/** What `readSettings` asks for: in Azure, and on a laptop. */
function namesRead(): ReadonlySet<string> {
  const names = new Set<string>();
  const noting = (settings: Settings) =>
    new Proxy(settings, {
      get: (target, name) => {
        names.add(String(name));
        return Reflect.get(target, name);
      },
    });
  const laptop = { PUBLIC_BASE_URL: 'http://localhost:7071' };
  readSettings(noting(laptop));
  for (const settings of deployed) readSettings(noting(settings));
  return names;
}

/** What only Azure knows before there is a deployment, as it looks there. */
const LOOKS_LIKE: readonly (readonly [RegExp, string])[] = [
  [/\.documentEndpoint/, 'https://cosmos-x.documents.azure.com:443/'],
  [/\.vaultUri/, 'https://kv-x.vault.azure.net/'],
  [/\.clientId/, '00000000-0000-0000-0000-00000000000c'],
  [
    /\.ConnectionString/,
    'InstrumentationKey=00000000-0000-0000-0000-00000000000d;IngestionEndpoint=https://x.in.applicationinsights.azure.com/',
  ],
  [/defaultHostName|publicBaseUrl/, 'https://func-x.azurewebsites.net'],
];

/** `[…]` is an expression; `[format('ClientId={0};…', …)]` keeps what stands around its values. */
function evaluated(value: string): string {
  if (!value.startsWith('[')) return value;
  const looks = LOOKS_LIKE.find(([pattern]) => pattern.test(value))?.[1] ?? 'x';
  const template = /^\[format\('([^']*)'/.exec(value)?.[1];
  return template === undefined || looks.startsWith('https:') ? looks : template.replace('{0}', looks);
}

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Settings;
}

const deployed: readonly Settings[] = globSync('infra/customers/*.snapshot.json', { cwd: root })
  .flatMap((path): Resource[] => read(path).predictedResources)
  .filter(({ type, name }) => type === 'Microsoft.Web/sites/config' && name.endsWith('/appsettings'))
  .map(({ properties }) =>
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, evaluated(value)])),
  );

/** As on a machine of Azure. */
const inAzure = (settings: Settings) => readSettings({ ...settings, WEBSITE_SITE_NAME: 'func-x' });

describe('the deployment', () => {
  it('deploys both halves, for each customer', () => {
    const roles = deployed.map(({ APP_ROLE }) => APP_ROLE).sort();
    expect(roles.length).toBeGreaterThan(2);
    expect(new Set(roles)).toEqual(new Set(['manage', 'scim']));
  });

  it.each(deployed)(
    'gives $APP_ROLE settings that it starts with, signed in as itself everywhere',
    (settings) => {
      const { role, store, secrets, manage, telemetry } = inAzure(settings);
      expect([store.kind, secrets.kind, telemetry?.signsIn]).toEqual(['cosmos', 'key-vault', true]);
      const clientId = settings.AZURE_CLIENT_ID;
      expect([store, secrets, telemetry]).toEqual([
        expect.objectContaining({ clientId, key: undefined }),
        expect.objectContaining({ clientId }),
        expect.objectContaining({ clientId }),
      ]);
      expect(manage.entra !== undefined).toBe(role === 'manage');
    },
  );

  it('sets nothing that nobody reads, and nothing that belongs to a laptop', () => {
    const names = namesRead();
    const unread = deployed.flatMap((settings) =>
      Object.keys(settings).filter((name) => !names.has(name) && !OF_THE_HOST.test(name)),
    );
    expect(unread).toEqual([]);
    for (const settings of deployed) {
      for (const name of ['DATA_DIR', 'COSMOS_KEY', 'MANAGE_KEY_FILE'])
        expect(settings).not.toHaveProperty(name);
    }
  });

  it('leaves out nothing that the app needs there: each setting is missed by name', () => {
    const optional = /^(APPLICATIONINSIGHTS_|AZURE_CLIENT_ID|AzureWebJobs)/;
    for (const settings of deployed) {
      for (const name of Object.keys(settings).filter((one) => !optional.test(one))) {
        const { [name]: _, ...others } = settings;
        expect(() => inAzure(others)).toThrow(name);
      }
    }
  });
});

describe('local.settings.sample.json', () => {
  const { Values: sample, IsEncrypted }: { Values: Settings; IsEncrypted: boolean } = read(
    'local.settings.sample.json',
  );

  it('starts both halves on SQLite, without a storage account and without telemetry', () => {
    expect(IsEncrypted).toBe(false);
    expect(readSettings(sample)).toEqual({
      role: 'all',
      publicBaseUrl: 'http://localhost:7071',
      store: { kind: 'sqlite', directory: '.data' },
      secrets: { kind: 'file', file: join('.data', 'secrets.db') },
      manage: { keyFile: join('.data', 'manage.key') },
    });
    expect(sample).toMatchObject({ FUNCTIONS_WORKER_RUNTIME: 'node', AzureWebJobsStorage: '' });
  });

  it('holds nothing that nobody reads', () => {
    const names = namesRead();
    expect(Object.keys(sample).filter((name) => !names.has(name) && !OF_THE_HOST.test(name))).toEqual([]);
  });
});

describe('the README', () => {
  it('explains every setting that the app reads, but for those that Azure sets', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const missing = [...namesRead()].filter(
      (name) => !readme.includes(`\`${name}\``) && !/^(WEBSITE|IDENTITY)_/.test(name),
    );
    expect(missing).toEqual([]);
  });
});

describe('host.json', () => {
  const { extensions, logging, functionTimeout, ...rest } = read('host.json');

  it('routes as the functions are registered, and lets us say what is too much', () => {
    expect(extensions.http).toMatchObject({ routePrefix: '', dynamicThrottlesEnabled: false });
    expect(functionTimeout).toBe('00:01:00');
    // HTTP and timers need no bundle of extensions, which a cold start would wait for.
    expect(rest).toEqual({ version: '2.0' });
  });

  it('keeps every request, every failure and every line: a token that ends soon is said once a day', () => {
    expect(logging.applicationInsights.samplingSettings.excludedTypes).toBe('Request;Exception;Trace');
    expect(logging.logLevel).toMatchObject({ Function: 'Information', 'Host.Results': 'Information' });
  });
});
