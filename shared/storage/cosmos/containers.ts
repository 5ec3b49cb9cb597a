/**
 * The containers as they must be. containers.json describes them once: the deployment makes them of it (infra/), and so
 * does a first start on an emulator; here a real one is compared with it.
 */

import type { Container, CosmosClient, Database } from '@azure/cosmos';
import described from './containers.json' with { type: 'json' };
import { isLoopback } from './cosmos-client.ts';
import { cosmosFailure, withRetry } from './cosmos-failure.ts';

export type ContainerName = keyof typeof described;

export const CONTAINERS: readonly ContainerName[] = ['resources', 'accounts', 'activity'];

/**
 * Version 2 of the partition key hash takes keys of up to 2 KB. A `defaultTtl` of -1: only documents with a `ttl`
 * expire.
 */
export function containerDefinition(name: ContainerName) {
  const { partitionKey, defaultTtl, indexingPolicy } = described[name];
  return {
    id: name,
    partitionKey,
    defaultTtl,
    indexingPolicy: { ...indexingPolicy, indexingMode: 'consistent' as const },
  };
}

/** The database and containers of a first start on an emulator; in Azure the deployment makes them. */
export async function createMissing(
  client: CosmosClient,
  database: string,
  containers: readonly ContainerName[] = CONTAINERS,
): Promise<void> {
  if (!isLoopback(await client.getWriteEndpoint())) {
    throw new TypeError('databases are created on an emulator only; in Azure the deployment creates them');
  }
  await unlessThere(() => client.databases.createIfNotExists({ id: database }));
  for (const name of containers) {
    await unlessThere(() =>
      client.database(database).containers.createIfNotExists(containerDefinition(name)),
    );
  }
}

/** Of two first starts at once the later one finds that the name is taken, which is just what it wants. */
const unlessThere = (create: () => Promise<unknown>): Promise<unknown> =>
  withRetry('read', () =>
    create().catch((error: unknown) => {
      if (cosmosFailure(error).status !== 409) throw error;
    }),
  );

/** What differs, as sentences. What cannot be asked now is left out: the first request will meet the same silence. */
export async function containerDifferences(database: Database): Promise<string[]> {
  const found = await Promise.all(CONTAINERS.map((name) => differencesIn(database.container(name), name)));
  return found.flat();
}

async function differencesIn(container: Container, name: ContainerName): Promise<string[]> {
  try {
    const { resource } = await container.read();
    return resource === undefined ? [] : definitionDifferences(resource, name);
  } catch (failure) {
    const isMissing = cosmosFailure(failure).status === 404;
    return isMissing ? [`Container ${name} is not there: deploy infra/ again`] : [];
  }
}

const CONSEQUENCES = {
  partitionKey: 'nothing that is in it can be found: deploy it under a new name and restore the data',
  defaultTtl: 'documents with a lifetime do not expire as they should: deploy infra/ again',
  indexingPolicy: 'queries cost more or fail: deploy infra/ again',
} as const;

/** @param actual what the service answers, which adds properties and default paths of its own */
export function definitionDifferences(actual: object, name: ContainerName): string[] {
  const expected = partsAsText(described[name]);
  const found = partsAsText(actual);
  return (['partitionKey', 'defaultTtl', 'indexingPolicy'] as const).flatMap((part) =>
    found[part] === expected[part]
      ? []
      : [
          `Container ${name}: ${part} is ${found[part]} and should be ${expected[part]}; ${CONSEQUENCES[part]}`,
        ],
  );
}

/** The parts as text, in one order, with what we leave to the service left out. */
function partsAsText(definition: object) {
  const { partitionKey, defaultTtl, indexingPolicy } = { ...EMPTY, ...definition };
  return {
    partitionKey: `${pathsOf(partitionKey, 'paths')} (version ${propertyOf(partitionKey, 'version') ?? 1})`,
    defaultTtl: String(defaultTtl ?? 'off'),
    indexingPolicy: `${propertyOf(indexingPolicy, 'indexingMode')}: ${pathsOf(indexingPolicy, 'includedPaths')} without ${pathsOf(indexingPolicy, 'excludedPaths')}`,
  };
}

const EMPTY: { partitionKey?: unknown; defaultTtl?: unknown; indexingPolicy?: unknown } = {};

const propertyOf = (value: unknown, property: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined;

/** The service itself excludes its `_etag`. */
function pathsOf(value: unknown, property: string): string {
  const entries = propertyOf(value, property);
  const paths = Array.isArray(entries)
    ? entries.map((entry) => String(propertyOf(entry, 'path') ?? entry))
    : [];
  return paths
    .filter((path) => path !== '/"_etag"/?')
    .sort()
    .join(' ');
}
