import { describeDocumentStore } from '../contract/document-store.ts';
import { describeResourceStore } from '../contract/resource-store.ts';
import { connectedDouble, type Fault, type LoggedRequest } from '../doubles/cosmos/index.ts';

/** A throttled service whose queries come in short and empty pages: nobody above the adapter may notice. */
function badWeather(): (request: LoggedRequest) => Fault | undefined {
  let requests = 0;
  return ({ kind }) => {
    requests += 1;
    if (kind === 'query' && requests % 3 === 0) return { kind: 'page', rows: requests % 4 };
    if (requests % 5 === 0) return { kind: 'status', status: 429, retryAfter: 1 };
    return kind === 'batch' && requests % 7 === 0 ? { kind: 'status', status: 449 } : undefined;
  };
}

describeResourceStore('Cosmos DB in bad weather', async () => {
  const { connect } = await connectedDouble({ fault: badWeather() });
  return { connect: () => connect({ wait: async () => undefined }) };
});

/** Three documents a page; every fourth has the rest, or long queries would take minutes. */
function threeAtOnce(): (request: LoggedRequest) => Fault | undefined {
  let queries = 0;
  return ({ kind }) => {
    if (kind !== 'query') return undefined;
    queries += 1;
    return queries % 4 === 0 ? undefined : { kind: 'page', rows: 3 };
  };
}

describeDocumentStore('Cosmos DB with three documents a page', async ({ now }) => {
  const { connect } = await connectedDouble({ now, fault: threeAtOnce() });
  return { store: connect(), reopen: async () => connect() };
});

describeResourceStore('Cosmos DB with three documents a page', async () => {
  const { connect } = await connectedDouble({ fault: threeAtOnce() });
  return { connect: () => connect() };
});

/** Every other read is served from before the last writes, unless the session of the client knows of them. */
function lagging(): (request: LoggedRequest) => Fault | undefined {
  let reads = 0;
  return ({ kind }) => {
    if (kind !== 'read' && kind !== 'query') return undefined;
    reads += 1;
    return reads % 2 === 1 ? { kind: 'stale', writes: 3 } : undefined;
  };
}

describeResourceStore('Cosmos DB whose replicas lag, for all clients but the first', async () => {
  const { connect } = await connectedDouble();
  let clients = 0;
  return {
    connect() {
      clients += 1;
      return connect(clients === 1 ? {} : { fault: lagging() });
    },
  };
});
