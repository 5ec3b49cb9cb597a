/** What is measured: what `npm start` runs, on a built bundle, in a process and a data folder of its own, which the bench also fills directly. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readOwnConnection } from '../cli/local-host/connection.ts';
import type { ResourceStore } from '../shared/protocol/resource-store.ts';
import { resourceStore } from '../shared/storage/resources/store.ts';
import { openSqlite } from '../shared/storage/sqlite/sqlite-store.ts';
import type { Connection } from '../terminal/token.ts';
import { type MemoryWatch, watchMemory } from './memory.ts';

export interface Service extends Connection {
  readonly memory: MemoryWatch;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** The folder in which the process leaves its CPU profile. */
  readonly profiles?: string | undefined;
  /** Of one account; without it as many as come, as in `npm start`. */
  readonly requestsAtOnce?: number;
}

export async function startService(dataDir: string, options: ServiceOptions): Promise<Service> {
  const { profiles, requestsAtOnce = '' } = options;
  const program = fileURLToPath(new URL('../cli/serve.ts', import.meta.url));
  const flags = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const settings = {
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    STORE: 'sqlite',
    PUBLIC_BASE_URL: '',
    REQUESTS_AT_ONCE: String(requestsAtOnce),
  };
  const child = spawn(process.execPath, [...flags, program], {
    env: { ...process.env, ...settings },
    // Its log has a line for each request: read here, it would cost the load client time.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  const exited = once(child, 'exit');
  const connection = await Promise.race([appearing(dataDir), exited.then(() => undefined)]);
  if (!connection) throw new Error('The service ended before it answered.');
  const memory = watchMemory(child.pid ?? 0);
  return {
    memory,
    token: connection.token,
    // Not by name: that costs each connection a lookup.
    baseUrl: connection.baseUrl.replace('//localhost:', '//127.0.0.1:'),
    async stop() {
      memory.stop();
      process.off('exit', kill);
      kill();
      await exited;
    },
  };
}

async function appearing(dataDir: string): Promise<Connection> {
  for (;;) {
    const connection = readOwnConnection(dataDir);
    if (connection) return connection;
    await sleep(20);
  }
}

export interface MeasuredAccount {
  readonly service: Connection;
  /** Of the service. */
  readonly memory: MemoryWatch;
  /** Makes another account of the service. */
  readonly addAccount: (id: string) => Promise<Connection>;
  /** Of the file that the service has open as well. */
  readonly store: ResourceStore;
  /** Ends the service and removes everything. */
  close(): Promise<void>;
}

export async function openAccount(options: ServiceOptions): Promise<MeasuredAccount> {
  const dataDir = mkdtempSync(join(tmpdir(), 'scim-bench-'));
  const discard = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', discard);
  const service = await startService(dataDir, options);
  const documents = openSqlite(join(dataDir, 'scim.db'), 'resources');
  return {
    service,
    memory: service.memory,
    addAccount: (id) => addAccount(dataDir, service, id),
    store: resourceStore(documents),
    async close() {
      documents.close();
      await service.stop();
      process.off('exit', discard);
      discard();
    },
  };
}

async function addAccount(dataDir: string, service: Connection, id: string): Promise<Connection> {
  const key = readFileSync(join(dataDir, 'manage.key'), 'utf8').trim();
  const post = async (path: string, body: object): Promise<{ connectionFile?: Connection }> => {
    const response = await fetch(new URL(`/manage/v1/accounts${path}`, service.baseUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The manage API answered ${response.status}.`);
    return JSON.parse(await response.text());
  };
  await post('', { id, name: id });
  const { connectionFile } = await post(`/${id}/tokens`, { label: 'bench' });
  if (!connectionFile) throw new Error('The manage API gave no token.');
  return { ...connectionFile, baseUrl: service.baseUrl.replace(/[^/]+$/, id) };
}
