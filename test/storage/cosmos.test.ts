import { describeDocumentStore } from '../contract/document-store.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

describeDocumentStore('Cosmos DB', async ({ now }) => {
  const { connect } = await connectedDouble({ now });
  return { store: connect(), reopen: async () => connect() };
});
