/** Rules over what a deployment makes: of every type, in every committed snapshot. No compiler is needed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PredictedResource, type Snapshot, snapshots } from '../../infra/snapshot.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const all = snapshots();
const isPrivate = ({ resources }: Snapshot) =>
  resources.some(({ type }) => type.endsWith('/privateEndpoints'));

type Rule = (resource: PredictedResource, snapshot: Snapshot) => void;

const properties =
  (shape: object): Rule =>
  (resource) =>
    expect(resource.properties).toMatchObject(shape);

/** `Disabled` in private mode; the scim app stays public. */
const publicAccess: Rule = ({ name, properties }, snapshot) =>
  expect(properties?.publicNetworkAccess).toBe(
    isPrivate(snapshot) && !name.startsWith('func-scim-') ? 'Disabled' : 'Enabled',
  );

const firewall: Rule = ({ properties }, snapshot) =>
  expect(properties?.networkAcls).toEqual({
    defaultAction: isPrivate(snapshot) ? 'Deny' : 'Allow',
    bypass: 'None',
  });

/** Who looked at it, or changed it, is kept; `categories` of logs. */
const audited =
  (...categories: string[]): Rule =>
  ({ id }, { resources }) => {
    const settings = resources.filter(
      (one) => one.id.startsWith(`${id}/providers/`) && one.type === 'Microsoft.Insights/diagnosticSettings',
    );
    expect(settings).toHaveLength(1);
    expect(settings[0]?.properties).toMatchObject({
      workspaceId: expect.stringMatching(/\/workspaces\/log-/),
      logs: categories.map((category) => ({ category, enabled: true })),
    });
  };

const locked: Rule = ({ id }, { resources }) =>
  expect(
    resources.filter((one) => one.type.endsWith('/locks') && one.id.startsWith(`${id}/providers/`)),
  ).toMatchObject([{ properties: { level: 'CanNotDelete' } }]);

const ownIdentity: Rule = ({ name, identity }) => {
  const role = name.split('-')[1];
  expect(identity).toEqual({
    type: 'UserAssigned',
    userAssignedIdentities: { [expectedIdentity(identity)]: {} },
  });
  expect(expectedIdentity(identity)).toContain(`/userAssignedIdentities/id-${role}-`);
};

const expectedIdentity = (identity: unknown): string =>
  Object.keys(Object(identity).userAssignedIdentities ?? {}).join();

const nothing: Rule = () => undefined;

/** A type that is not listed fails: whoever adds one says what makes it safe. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'Microsoft.DocumentDB/databaseAccounts': [
    properties({
      disableLocalAuth: true,
      disableKeyBasedMetadataWriteAccess: true,
      minimalTlsVersion: 'Tls12',
      networkAclBypass: 'None',
      backupPolicy: { type: 'Continuous' },
    }),
    publicAccess,
    audited('ControlPlaneRequests'),
    locked,
  ],
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases': [nothing],
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers': [nothing],
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments': [nothing],
  'Microsoft.KeyVault/vaults': [
    properties({
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enablePurgeProtection: true,
      enabledForTemplateDeployment: false,
    }),
    publicAccess,
    firewall,
    audited('AuditEvent'),
    locked,
  ],
  'Microsoft.Storage/storageAccounts': [
    properties({
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: false,
      allowCrossTenantReplication: false,
      minimumTlsVersion: 'TLS1_2',
      supportsHttpsTrafficOnly: true,
    }),
    publicAccess,
    firewall,
  ],
  'Microsoft.Storage/storageAccounts/blobServices': [audited('StorageDelete')],
  'Microsoft.Storage/storageAccounts/blobServices/containers': [properties({ publicAccess: 'None' })],
  'Microsoft.Web/serverfarms': [
    ({ sku }) => expect(sku).toEqual({ name: 'FC1', tier: 'FlexConsumption' }),
    properties({ reserved: true }),
  ],
  'Microsoft.Web/sites': [
    properties({
      httpsOnly: true,
      siteConfig: {
        // Entra ID's provisioning service speaks 1.2 and nothing newer.
        minTlsVersion: '1.2',
        scmMinTlsVersion: '1.2',
        ftpsState: 'Disabled',
        cors: { allowedOrigins: [] },
      },
      functionAppConfig: {
        runtime: { name: 'node', version: '24' },
        deployment: { storage: { authentication: { type: 'UserAssignedIdentity' } } },
      },
    }),
    publicAccess,
    ownIdentity,
    ({ name }, { resources }) =>
      expect(
        resources.filter(
          (one) => one.type.endsWith('/basicPublishingCredentialsPolicies') && one.name.startsWith(name),
        ),
      ).toMatchObject([{ properties: { allow: false } }, { properties: { allow: false } }]),
  ],
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': [properties({ allow: false })],
  'Microsoft.Web/sites/config': [nothing],
  'Microsoft.Web/sites/hostNameBindings': [nothing],
  'Microsoft.Web/certificates': [nothing],
  'Microsoft.OperationalInsights/workspaces': [
    properties({ features: { disableLocalAuth: true } }),
    audited('Audit'),
  ],
  'Microsoft.Insights/components': [properties({ DisableLocalAuth: true, DisableIpMasking: false })],
  'Microsoft.Insights/dataCollectionRules': [
    properties({ dataFlows: [{ streams: ['Microsoft-Table-AppRequests'] }] }),
  ],
  'Microsoft.Insights/diagnosticSettings': [nothing],
  'Microsoft.Insights/actionGroups': [nothing],
  'Microsoft.Insights/scheduledQueryRules': [nothing],
  'Microsoft.Insights/metricAlerts': [nothing],
  'Microsoft.Insights/workbooks': [nothing],
  'Microsoft.ManagedIdentity/userAssignedIdentities': [nothing],
  'Microsoft.Authorization/roleAssignments': [properties({ principalType: 'ServicePrincipal' })],
  'Microsoft.Authorization/locks': [properties({ level: 'CanNotDelete' })],
  'Microsoft.Network/networkSecurityGroups': [properties({ securityRules: [] })],
  'Microsoft.Network/virtualNetworks': [
    ({ properties }) =>
      expect(Object(properties).subnets).toEqual(
        ['scim', 'manage', 'endpoints'].map((name) =>
          expect.objectContaining({
            name,
            properties: expect.objectContaining({ networkSecurityGroup: expect.anything() }),
          }),
        ),
      ),
  ],
  'Microsoft.Network/privateDnsZones': [nothing],
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': [properties({ registrationEnabled: false })],
  'Microsoft.Network/privateEndpoints': [nothing],
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': [nothing],
};

describe.each(all.map((snapshot) => [snapshot.customer, snapshot] as const))('%s', (_, snapshot) => {
  const types = [...new Set(snapshot.resources.map(({ type }) => type))];

  it.each(types)('%s is as safe as its rules say', (type) => {
    const rules = RULES[type] ?? [];
    expect(rules.length).toBeGreaterThan(0);
    for (const resource of snapshot.resources.filter((one) => one.type === type)) {
      for (const rule of rules) rule(resource, snapshot);
    }
  });

  it('tags everything that takes tags with the application and the customer', () => {
    const tagged = snapshot.resources.filter(({ location }) => location !== undefined);
    expect(tagged.length).toBeGreaterThan(15);
    for (const { tags } of tagged.filter(({ type }) => !type.includes('/hostNameBindings'))) {
      expect(tags).toMatchObject({ application: 'kissflow-scim', customer: snapshot.customer });
    }
  });

  it('grants the roles that docs/security.md lists, and no others', () => {
    expect(grantsOf(snapshot).sort()).toEqual(documentedGrants().sort());
  });

  it('keeps the store of docs/security.md: the containers with the definitions that the app reads', () => {
    const described: Record<string, object> = JSON.parse(
      readFileSync(join(ROOT, 'shared/storage/cosmos/containers.json'), 'utf8'),
    );
    const made = snapshot.resources.filter(
      ({ type }) => type.endsWith('/containers') && type.includes('sqlDatabases'),
    );
    const definitions = made.map(({ properties }) => Object(properties).resource);
    expect(
      Object.fromEntries(
        definitions.map(({ id, partitionKey: { kind, ...key }, ...rest }) => [
          id,
          { partitionKey: key, ...rest },
        ]),
      ),
    ).toEqual(described);
    expect(definitions.map(({ partitionKey }) => partitionKey.kind)).toEqual(['Hash', 'Hash', 'Hash']);
  });

  it('gives away no secret, in outputs or settings', () => {
    const secretive = /listkeys|listsecrets|accountkey=|sharedaccess|password|primarykey|connectionstring\b/i;
    expect(Object.keys(snapshot.outputs).sort()).toEqual([
      'cosmosAccount',
      'domainVerificationId',
      'manageApp',
      'manageUrl',
      'publicBaseUrl',
      'scimApp',
      'scimHost',
      'vaultName',
    ]);
    expect(JSON.stringify(snapshot.outputs)).not.toMatch(secretive);
    const settings = JSON.stringify(snapshot.resources.filter(({ name }) => name.endsWith('/appsettings')));
    // Of Application Insights it names the component; local authentication is off.
    expect(settings.replaceAll(/APPLICATIONINSIGHTS_CONNECTION_STRING":"[^"]*"/g, '')).not.toMatch(secretive);
  });
});

describe('What a parameter changes', () => {
  const [contoso = fail('contoso'), fabrikam = fail('fabrikamlaboratories')] = all;
  const of = ({ resources }: Snapshot, type: string) =>
    resources
      .filter((one) => one.type === type)
      .map(({ name, properties }) => ({ name, ...Object(properties) }));
  const app = (snapshot: Snapshot, role: string) =>
    of(snapshot, 'Microsoft.Web/sites').find(({ name }) => name.startsWith(`func-${role}-`));

  it('networkMode: private endpoints for the data, the vault, the storage and the manage app, and nothing else', () => {
    expect(contoso.resources.filter(({ type }) => type.startsWith('Microsoft.Network/'))).toEqual([]);
    const reached = of(fabrikam, 'Microsoft.Network/privateEndpoints').map(
      ({ name, privateLinkServiceConnections: [{ properties }] }) =>
        `${name.split('-fab')[0]} ${properties.groupIds}`,
    );
    expect(reached.sort()).toEqual([
      'pe-cosmos Sql',
      'pe-manage sites',
      'pe-manage-blob blob',
      'pe-scim-blob blob',
      'pe-vault vault',
    ]);
    expect(of(fabrikam, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')).toHaveLength(5);
    expect(
      of(fabrikam, 'Microsoft.Network/privateDnsZones')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      // Azure knows the suffix of its storage.
      "[format('privatelink.blob.{0}', environment().suffixes.storage)]",
      'privatelink.azurewebsites.net',
      'privatelink.documents.azure.com',
      'privatelink.vaultcore.azure.net',
    ]);
  });

  it.each(['scim', 'manage'])('networkMode: the %s app goes out through a subnet of its own', (role) => {
    expect(app(contoso, role).virtualNetworkSubnetId ?? null).toBeNull();
    expect(app(fabrikam, role).virtualNetworkSubnetId).toMatch(
      new RegExp(`/virtualNetworks/[^/]+/subnets/${role}$`),
    );
    const [{ subnets }] = of(fabrikam, 'Microsoft.Network/virtualNetworks');
    expect(subnets.find(({ name }: { name: string }) => name === role).properties.delegations).toMatchObject([
      { properties: { serviceName: 'Microsoft.App/environments' } },
    ]);
  });

  it('scimClients: the service tag of Entra ID alone, for the scim app', () => {
    const open = { ipSecurityRestrictionsDefaultAction: 'Allow', ipSecurityRestrictions: [] };
    expect(app(contoso, 'scim').siteConfig).toMatchObject(open);
    expect(app(fabrikam, 'scim').siteConfig).toMatchObject({
      ipSecurityRestrictionsDefaultAction: 'Deny',
      ipSecurityRestrictions: [{ tag: 'ServiceTag', ipAddress: 'AzureActiveDirectory', action: 'Allow' }],
    });
    for (const snapshot of all) expect(app(snapshot, 'manage').siteConfig).toMatchObject(open);
  });

  it('autoscaleThroughput: serverless without it', () => {
    const account = 'Microsoft.DocumentDB/databaseAccounts';
    expect(of(contoso, account)).toMatchObject([{ capabilities: [{ name: 'EnableServerless' }] }]);
    expect(of(contoso, `${account}/sqlDatabases`)).toMatchObject([{ options: {} }]);
    expect(of(fabrikam, account)).toMatchObject([{ capabilities: [] }]);
    expect(of(fabrikam, `${account}/sqlDatabases`)).toMatchObject([
      { options: { autoscaleSettings: { maxThroughput: 10000 } } },
    ]);
  });

  it('consistency, backup and zones: Session at least, seven days at least', () => {
    const stored = (snapshot: Snapshot) => of(snapshot, 'Microsoft.DocumentDB/databaseAccounts')[0];
    expect(stored(contoso)).toMatchObject({
      consistencyPolicy: { defaultConsistencyLevel: 'Session' },
      backupPolicy: { continuousModeProperties: { tier: 'Continuous7Days' } },
      locations: [{ isZoneRedundant: false }],
    });
    expect(stored(fabrikam)).toMatchObject({
      consistencyPolicy: { defaultConsistencyLevel: 'BoundedStaleness' },
      backupPolicy: { continuousModeProperties: { tier: 'Continuous30Days' } },
      locations: [{ isZoneRedundant: true }],
    });
  });

  it('customDomain: bound with its certificate, and the origin of every Base URL', () => {
    expect(of(contoso, 'Microsoft.Web/sites/hostNameBindings')).toEqual([]);
    expect(of(fabrikam, 'Microsoft.Web/sites/hostNameBindings')).toContainEqual(
      expect.objectContaining({
        sslState: 'SniEnabled',
        thumbprint: expect.stringContaining('/certificates/'),
      }),
    );
    const origins = (snapshot: Snapshot) =>
      of(snapshot, 'Microsoft.Web/sites/config').map(({ PUBLIC_BASE_URL }) => PUBLIC_BASE_URL);
    expect(origins(fabrikam)).toContain('https://scim.fabrikam.example');
    expect(origins(contoso).join()).toContain('.defaultHostName');
  });

  it('instances, memory, logs', () => {
    expect(app(contoso, 'scim').functionAppConfig.scaleAndConcurrency).toEqual({
      instanceMemoryMB: 2048,
      maximumInstanceCount: 40,
      alwaysReady: [],
    });
    expect(app(fabrikam, 'scim').functionAppConfig.scaleAndConcurrency).toEqual({
      instanceMemoryMB: 4096,
      maximumInstanceCount: 100,
      alwaysReady: [{ name: 'http', instanceCount: 1 }],
    });
    expect(app(fabrikam, 'manage').functionAppConfig.scaleAndConcurrency.alwaysReady).toEqual([]);
    // Deployed twice, with the same words.
    for (const workspace of of(fabrikam, 'Microsoft.OperationalInsights/workspaces'))
      expect(workspace).toMatchObject({ retentionInDays: 365, workspaceCapping: { dailyQuotaGb: 5 } });
  });
});

function fail(customer: string): never {
  throw new Error(`There is no snapshot of ${customer}`);
}

const ROLES: Readonly<Record<string, string>> = {
  '00000000-0000-0000-0000-000000000001': 'Cosmos DB Built-in Data Reader',
  '00000000-0000-0000-0000-000000000002': 'Cosmos DB Built-in Data Contributor',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
};

const grantsOf = ({ resources }: Snapshot): string[] =>
  resources
    .filter(({ type }) => type.endsWith('oleAssignments'))
    .map(({ id, properties }) => {
      const { principalId, roleDefinitionId, scope } = Object(properties);
      const who = /\/id-(scim|manage)-/.exec(principalId)?.[1];
      const role = ROLES[String(roleDefinitionId).split('/').at(-1) ?? ''];
      return [who, role, placeOf(scope ?? id)].join(' | ');
    });

function placeOf(scope: string): string {
  const container = /\/dbs\/scim\/colls\/(\w+)$/.exec(scope)?.[1];
  if (container !== undefined) return `container ${container}`;
  if (/\/vaults\/[^/]+\/providers/.test(scope)) return 'vault';
  if (/\/components\/[^/]+\/providers/.test(scope)) return 'Application Insights';
  const app = /\/storageAccounts\/st([sm])[^/]+\/providers/.exec(scope)?.[1];
  return app === undefined ? scope : `storage of the ${app === 's' ? 'scim' : 'manage'} app`;
}

function documentedGrants(): string[] {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const rows = text.matchAll(/^\| (scim|manage) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm);
  return [...rows].map(([, who, role, place]) => [who, role, place].join(' | '));
}
