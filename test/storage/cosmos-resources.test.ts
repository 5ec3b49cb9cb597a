import { describeResourceStore } from '../contract/resource-store.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describeResourceStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble();
  return { connect: () => connect() };
});

describeResourceStore('Cosmos DB with latency', async () => {
  const { connect } = await connectedDouble({ latency: () => Math.random() * 2 });
  return { connect: () => connect() };
});
