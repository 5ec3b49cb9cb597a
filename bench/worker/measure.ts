/** Loads, first requests and processor time of workers, each in a fresh process and beside the yardstick. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { USER_SCHEMA } from '../../entra/client/bodies.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { secretStore } from '../../shared/storage/tokens/token-stores.ts';
import { userAttributes } from '../population.ts';
import { type Client, prepareAccount, testConnection, titleChange } from './account.ts';
import type { Azure } from './azure.ts';
import type { Load } from './messages.ts';
import { startWorker, type Worker, type WorkerCall, type WorkerOptions } from './worker.ts';

/** Files. */
export interface Bundles {
  readonly app: string;
  readonly hello: string;
}

export interface Loads {
  readonly app: readonly Load[];
  readonly hello: readonly Load[];
}

export async function loads({ app, hello }: Bundles, worker: WorkerOptions, runs: number): Promise<Loads> {
  const [ofApp, ofHello]: [Load[], Load[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    ofHello.push(await loadOf(hello, {}));
    ofApp.push(await loadOf(app, worker));
  }
  return { app: ofApp, hello: ofHello };
}

async function loadOf(bundle: string, { environment = {} }: WorkerOptions): Promise<Load> {
  const worker = await startWorker(bundle, { environment });
  worker.stop();
  return worker.load;
}

/** @param idle milliseconds between the worker's answer to its start and the request. @returns milliseconds */
export async function firstRequests(
  app: string,
  azure: Azure,
  idle: number,
  runs: number,
): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const worker = await startWorker(app, azure.worker);
    await sleep(idle);
    const started = performance.now();
    await expectStatus(200, worker, testConnection(azure.client));
    taken.push(performance.now() - started);
    worker.stop();
  }
  return taken;
}

/** Microseconds of processor time for each request. */
export interface Processor {
  readonly hello: number[];
  readonly get: number[];
  readonly patch: number[];
}

const HELLO: WorkerCall = { function: 'hello', params: {}, headers: {}, method: 'GET', path: '/hello' };
const WARM_UP = 1_000;
const REQUESTS = 1_000;
const CONNECTIONS = 16;
/** So many that no two requests at once change the same one. */
const USERS = 64;

/** On the embedded store, which needs no other process to answer. */
export async function processorTimes({ app, hello }: Bundles, rounds: number): Promise<Processor> {
  const folder = mkdtempSync(join(tmpdir(), 'worker-bench-'));
  const client = await prepareFolder(folder);
  const settings = { DATA_DIR: folder, STORE: 'sqlite', PUBLIC_BASE_URL: 'https://scim.example.test' };
  const [ofApp, ofHello] = [await startWorker(app, { environment: settings }), await startWorker(hello)];
  try {
    const users: string[] = [];
    for (let count = 0; count < USERS; count += 1) users.push(await createUser(ofApp, client, count));
    const user = (count: number) => users[count % USERS] ?? '';
    const kinds = {
      hello: [ofHello, () => HELLO],
      get: [ofApp, (count: number) => client('GET', user(count))],
      patch: [ofApp, (count: number) => client('PATCH', user(count), titleChange(`Engineer ${count}`))],
    } as const;
    const times: Processor = { hello: [], get: [], patch: [] };
    for (const [worker, next] of Object.values(kinds)) await many(worker, next, WARM_UP);
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['hello', 'get', 'patch'] as const) {
        const [worker, next] = kinds[name];
        const before = await worker.processor();
        await many(worker, (count) => next(count + REQUESTS * (round + 1)), REQUESTS);
        times[name].push(((await worker.processor()) - before) / REQUESTS);
      }
    }
    return times;
  } finally {
    ofApp.stop();
    ofHello.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepareFolder(folder: string): Promise<Client> {
  const file = join(folder, 'scim.db');
  const open = (container: string) => openSqlite(file, container);
  const secrets = openSqlite(join(folder, 'secrets.db'), 'secrets');
  const stores = { resources: open('resources'), accounts: open('accounts'), activity: open('activity') };
  const client = await prepareAccount({ ...stores, secrets: secretStore(secrets, Date.now) });
  for (const store of [...Object.values(stores), secrets]) store.close();
  return client;
}

/** @returns the path of the user below the endpoint */
async function createUser(worker: Worker, client: Client, name: number): Promise<string> {
  const body = { schemas: [USER_SCHEMA], ...userAttributes(name) };
  const created = await expectStatus(201, worker, client('POST', '', body));
  return `/${JSON.parse(created).id}`;
}

async function many(worker: Worker, next: (count: number) => WorkerCall, total: number): Promise<void> {
  let count = 0;
  const connection = async () => {
    while (count < total) {
      count += 1;
      await expectStatus(200, worker, next(count));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

async function expectStatus(wanted: number, worker: Worker, call: WorkerCall): Promise<string> {
  const { status, body } = await worker.call(call);
  if (status !== wanted) throw new Error(`${call.method} ${call.path} was answered with ${status}: ${body}`);
  return body;
}
