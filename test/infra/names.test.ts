/** Names: unique in Azure, and within the rules of their types for every customer name that is allowed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collisions, snapshots } from '../../infra/snapshot.ts';

const all = snapshots();
const ROOT = join(import.meta.dirname, '..', '..');

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const NAMES: Readonly<Record<string, RegExp>> = {
  'Microsoft.DocumentDB/databaseAccounts': /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/,
  'Microsoft.KeyVault/vaults': /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Web/serverfarms': /^[a-zA-Z0-9-]{1,60}$/,
  'Microsoft.Web/sites': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/,
  'Microsoft.OperationalInsights/workspaces': /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
  'Microsoft.Insights/components': /^[^%&\\?/]{1,259}[^%&\\?/. ]$/,
  'Microsoft.Insights/dataCollectionRules': /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
  'Microsoft.Insights/actionGroups': /^[^:<>+/&%\\?|]{1,259}[^:<>+/&%\\?|. ]$/,
  'Microsoft.Insights/metricAlerts': /^[^*#&+:<>?@%{}\\/|]{1,259}[^*#&+:<>?@%{}\\/|. ]$/,
  'Microsoft.Insights/scheduledQueryRules': /^[^*#<>%&:\\?+/]{1,259}[^*#<>%&:\\?+/. ]$/,
  'Microsoft.Network/virtualNetworks': /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
  'Microsoft.Network/networkSecurityGroups': /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
  'Microsoft.Network/privateEndpoints': /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
};

describe('Names', () => {
  it('keep the rules of their types, with a customer name of 7 letters and one of 20, which is the longest', () => {
    const resources = all.flatMap((snapshot) => snapshot.resources);
    for (const [type, rule] of Object.entries(NAMES)) {
      const names = resources.filter((resource) => resource.type === type).map(({ name }) => name);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names)
        expect(`${type} ${name}`).toMatch(new RegExp(`^${type} ${rule.source.slice(1)}`));
    }
  });

  it('come from customer names of 2 to 20 lower-case letters and digits; others stop the deployment', () => {
    const { parameters, variables } = JSON.parse(readFileSync(join(ROOT, 'infra/main.json'), 'utf8'));
    expect(parameters.customer).toMatchObject({ minLength: 2, maxLength: 20 });
    expect(variables.name).toContain(
      "fail('customer must be lower-case letters and digits, a letter first')",
    );
  });

  it('of a host differ in their first 32 characters, by which the host knows itself in a storage account', () => {
    const apps = all.flatMap(({ resources }) =>
      resources.filter(({ type }) => type === 'Microsoft.Web/sites'),
    );
    const beginnings = apps.map(({ name }) => name.slice(0, 32));
    expect(new Set(beginnings).size).toBe(apps.length);
  });

  it('and scopes of several customers do not collide', () => {
    expect(all.map(({ customer }) => customer)).toEqual(['contoso', 'fabrikamlaboratories']);
    expect(collisions(all)).toEqual([]);
  });

  it('that collide are told', () => {
    const [first] = all;
    if (!first) throw new Error('no snapshot');
    const twice = { ...first, resources: [...first.resources, ...first.resources.slice(0, 1)] };
    expect(collisions([twice])).toEqual([
      expect.stringMatching(/^contoso: .*\/id-scim-contoso-\w+ is there 2 times$/),
    ]);
    expect(collisions([first, { ...first, customer: 'other' }])[0]).toMatch(/^contoso and other both have /);
    const elsewhere = first.resources.map((one) => ({ ...one, id: one.id.replace('rg-', 'rg2-') }));
    expect(collisions([first, { ...first, customer: 'other', resources: elsewhere }])).toContainEqual(
      expect.stringMatching(/^contoso and other both have Microsoft.KeyVault\/vaults kv-contoso-/),
    );
  });

  it('end with a suffix made of the resource group and the customer', () => {
    const template = readFileSync(join(ROOT, 'infra/main.json'), 'utf8');
    expect(template).toContain("uniqueString(resourceGroup().id, parameters('customer'))");
  });
});
