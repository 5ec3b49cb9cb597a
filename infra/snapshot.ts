/** What a deployment would make, evaluated without Azure: `bicep snapshot` of a customer's parameters. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface PredictedResource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly location?: string;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

export interface Snapshot {
  readonly customer: string;
  readonly resources: readonly PredictedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const CUSTOMERS = join(import.meta.dirname, 'customers');
const ENDING = '.snapshot.json';

export const snapshots = (): Snapshot[] =>
  globSync(`*${ENDING}`, { cwd: CUSTOMERS })
    .sort()
    .map((file) => {
      const { predictedResources, outputs } = JSON.parse(readFileSync(join(CUSTOMERS, file), 'utf8'));
      return { customer: basename(file, ENDING), resources: predictedResources, outputs };
    });

/** Where a snapshot is evaluated: ids of nobody, so that it is the same on every machine. */
export const contextOf = (customer: string): string[] => [
  '--subscription-id',
  '00000000-0000-0000-0000-000000000001',
  '--tenant-id',
  '00000000-0000-0000-0000-00000000000f',
  '--resource-group',
  `rg-kissflow-scim-${customer}`,
  '--location',
  'westeurope',
];

/** What infra/deploy.sh would hand over. */
export const ENVIRONMENT = { MANAGE_CLIENT_ID: '00000000-0000-0000-0000-0000000000aa' };

/** Types whose names no other customer of Azure may have. */
const GLOBALLY_UNIQUE = new Set([
  'Microsoft.DocumentDB/databaseAccounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.Web/sites',
  'Microsoft.Web/sites/hostNameBindings',
]);

/** A workspace is completed by its collection rule, and a host name by its certificate, in a second step. */
const IN_TWO_STEPS = new Set([
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Web/sites/hostNameBindings',
]);

/** Names and scopes that are taken twice, within a customer or between customers, as sentences. */
export function collisions(all: readonly Snapshot[]): string[] {
  const within = all.flatMap(({ customer, resources }) =>
    [...Map.groupBy(resources, ({ id }) => id.toLowerCase()).values()]
      .filter((same) => same.length > (IN_TWO_STEPS.has(same[0]?.type ?? '') ? 2 : 1))
      .map((same) => `${customer}: ${same[0]?.id} is there ${same.length} times`),
  );
  const taken = all.flatMap(({ customer, resources }) =>
    resources.flatMap((resource) => keysOf(resource).map((key) => ({ customer, key }))),
  );
  const between = [...Map.groupBy(taken, ({ key }) => key)]
    .map(([key, owners]) => ({ key, customers: [...new Set(owners.map(({ customer }) => customer))] }))
    .filter(({ customers }) => customers.length > 1)
    .map(({ key, customers }) => `${customers.join(' and ')} both have ${key}`);
  return [...within, ...between];
}

const keysOf = ({ id, type, name }: PredictedResource): string[] =>
  GLOBALLY_UNIQUE.has(type) ? [id.toLowerCase(), `${type} ${name.toLowerCase()}`] : [id.toLowerCase()];
