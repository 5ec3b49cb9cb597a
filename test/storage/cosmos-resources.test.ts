import { walkDocuments } from '../../shared/storage/resources/walk-documents.ts';
import { describeResourceStore } from '../contract/resource-store.ts';
import { emittedShapes } from '../cosmos/emitted.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

const { seen, unlisted } = emittedShapes();

describeResourceStore('Cosmos DB', async () => {
  const { connect } = await connectedDouble({ seen });
  const cursors = walkDocuments(connect({ container: 'activity' }), Date.now);
  return { connect: () => connect(), cursors };
});

describeResourceStore('Cosmos DB with latency', async () => {
  const { connect } = await connectedDouble({ latency: () => Math.random() * 2 });
  return { connect: () => connect() };
});

it('every query of the resource store has a shape of docs/cosmos.md', () => {
  expect(unlisted()).toEqual([]);
});
