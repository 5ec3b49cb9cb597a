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
