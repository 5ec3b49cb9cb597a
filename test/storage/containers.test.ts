/** The containers that a deployment made, compared with shared/storage/cosmos/containers.json. */

import { openStores } from '../../functions/runtime/open-stores.ts';
import { readSettings } from '../../functions/runtime/settings.ts';
import described from '../../shared/storage/cosmos/containers.json' with { type: 'json' };
import {
  CONTAINERS,
  containerDefinition,
  containerDifferences,
  createMissing,
  definitionDifferences,
} from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { startCosmosDouble } from '../doubles/cosmos/http-server.ts';

const resources = containerDefinition('resources');

describe('Containers', () => {
  it('are those of the data model, each with its partition key, lifetime switch and indexed paths', () => {
    expect(Object.keys(described)).toEqual(CONTAINERS);
    for (const { partitionKey, defaultTtl, indexingPolicy } of Object.values(described)) {
      expect(partitionKey).toEqual({ paths: ['/partitionKey'], version: 2 });
      expect(defaultTtl).toBe(-1);
      expect(indexingPolicy.excludedPaths).toEqual([{ path: '/*' }]);
    }
  });

  it('do not differ by what the service adds, nor by the order of paths', () => {
    const policy = resources.indexingPolicy;
    const actual = {
      ...resources,
      _rid: 'x',
      partitionKey: { ...resources.partitionKey, kind: 'Hash' },
      indexingPolicy: {
        ...policy,
        includedPaths: policy.includedPaths.toReversed(),
        excludedPaths: [...policy.excludedPaths, { path: '/"_etag"/?' }],
      },
    };
    expect(definitionDifferences(actual, 'resources')).toEqual([]);
  });

  it.each([
    [
      'another partition key',
      { partitionKey: { paths: ['/accountId'], version: 2 } },
      /^Container resources: partitionKey is \/accountId .* should be \/partitionKey .* nothing that is in it can be found/,
    ],
    [
      'the small partition key',
      { partitionKey: { paths: ['/partitionKey'] } },
      /is \/partitionKey \(version 1\) and should be \/partitionKey \(version 2\)/,
    ],
    [
      'no lifetimes',
      { defaultTtl: undefined },
      /defaultTtl is off and should be -1; documents .* do not expire/,
    ],
    ['lifetimes for all', { defaultTtl: 60 }, /defaultTtl is 60 and should be -1/],
    [
      'everything indexed',
      { indexingPolicy: { indexingMode: 'consistent', includedPaths: [{ path: '/*' }], excludedPaths: [] } },
      /indexingPolicy is consistent: \/\* without {2}and should be .* queries cost more or fail/,
    ],
  ])('that have %s are told by a sentence that says what follows', (_, change, sentence) => {
    expect(definitionDifferences({ ...resources, ...change }, 'resources')).toEqual([
      expect.stringMatching(sentence),
    ]);
  });

  it('are made by two first starts at once', async () => {
    const running = await startCosmosDouble({ latency: () => 2 });
    const start = () => createMissing(cosmosClient(running), 'scim');
    try {
      await expect(Promise.all([start(), start(), start()])).resolves.toHaveLength(3);
      expect(await containerDifferences(cosmosClient(running).database('scim'))).toEqual([]);
    } finally {
      await running.close();
    }
  });

  it('are compared at start, and a container that is not there is named', async () => {
    const running = await startCosmosDouble();
    try {
      const settings = readSettings({
        PUBLIC_BASE_URL: 'https://scim.example.com',
        STORE: 'cosmos',
        COSMOS_ENDPOINT: running.endpoint,
        COSMOS_DATABASE: 'scim',
        COSMOS_KEY: running.key,
      });
      const client = cosmosClient({ endpoint: running.endpoint, key: running.key });
      await createMissing(client, 'scim', ['resources', 'accounts']);
      const stores = await openStores(settings);
      expect(await stores.differences).toEqual(['Container activity is not there: deploy infra/ again']);
      // What a deployment left out is an outage: it is no fault of the request.
      await expect(stores.activity.read('AcDemo', 'x.1')).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await createMissing(client, 'scim');
      expect(await containerDifferences(client.database('scim'))).toEqual([]);
    } finally {
      await running.close();
    }
  });
});
