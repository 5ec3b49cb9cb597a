/**
 * A program: `node worker-process.ts BUNDLE` loads a bundle as the Azure worker does, and invokes its functions through
 * the stream server of Azure's library. Messages stand for the worker's gRPC.
 */

import { loadApp } from '../../cli/local-host/load-app.ts';
import { openStreamServer } from '../../test/stream-host/forward.ts';
import { invoke } from '../../test/stream-host/invoke.ts';
import type { FunctionCall, Notice, Order } from './messages.ts';

const [, , bundle = ''] = process.argv;
const tell = (notice: Notice) => process.send?.(notice);

const [started, before] = [performance.now(), process.cpuUsage()];
const app = loadApp(bundle, (level, _category, message) => tell({ kind: 'logged', level, message }));
const used = process.cpuUsage(before);
const load = { elapsed: performance.now() - started, processor: (used.user + used.system) / 1000 };

const { port } = await openStreamServer(app.model);
await app.runHooks('appStart', { hookData: {} });

async function run(id: string, { function: name, params, headers }: FunctionCall): Promise<void> {
  const called = app.functions.find(({ metadata }) => metadata.name === name);
  if (!called) throw new Error(`The bundle has no function ${name}.`);
  await invoke(app, { function: called, params, id, headers });
}

process.on('message', (order: Order) => {
  if (order.kind === 'invoke') {
    run(order.id, order.call).catch((error: unknown) => tell({ kind: 'failed', message: String(error) }));
    return;
  }
  const { user, system } = process.cpuUsage();
  tell({ kind: 'measured', processor: user + system });
});
process.once('disconnect', () => process.exit());

tell({ kind: 'ready', load, port });
