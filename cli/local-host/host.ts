/**
 * The room of the local host: a Functions host for one bundle on this machine, on real sockets, with the routes that the
 * functions registered and the paths that the host would take. It leaves out keys, throttling, HSTS, and every trigger but
 * HTTP; it never reads the store of the service that it runs, except to make a first account.
 */

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type HostLog, loadApp } from './load-app.ts';
import { type HostSettings, readHostSettings, type Service } from './service.ts';

interface HostOptions {
  readonly bundle: string;
  readonly hostJson: string;
  readonly hostname: string;
  /** 0: any free port. */
  readonly port: number;
  /** What Azure's library says. */
  readonly log: HostLog;
  readonly open: (app: App, settings: HostSettings) => Promise<Service>;
  /** Runs when the port is taken, before the bundle is loaded and the first request served. */
  readonly prepare?: (port: number) => Promise<void>;
  /** Milliseconds that requests have to end when the host stops; 10 seconds by default. */
  readonly drainTime?: number;
}

interface LocalHost {
  readonly port: number;
  /** Refuses new requests, gives those that have arrived time to end, then lets the app end. */
  stop(): Promise<void>;
}

/** Rejects when the port is taken, the bundle cannot be loaded, or the host in Azure would not start with it. */
export async function startHost(options: HostOptions): Promise<LocalHost> {
  const gate = Promise.withResolvers<Service>();
  const open = new Set<ServerResponse>();
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    if (stopping.signal.aborted) return refuseWhileStopping(response);
    open.add(response);
    response.once('close', () => open.delete(response));
    gate.promise.then(
      ({ serve }) => serve(request, response),
      () => response.destroy(),
    );
  });
  const port = await listen(server, options);
  try {
    await options.prepare?.(port);
    const app = loadApp(options.bundle, options.log);
    gate.resolve(await options.open(app, readHostSettings(options.hostJson)));
  } catch (error) {
    gate.reject(error);
    server.close();
    server.closeAllConnections();
    throw error;
  }
  const { close } = await gate.promise;
  const stop = async () => {
    stopping.abort();
    await within(options.drainTime ?? DRAIN_TIME, drain(open));
    server.close();
    server.closeAllConnections();
    await within(LAST_WORDS, close());
  };
  return { port, stop };
}

const DRAIN_TIME = 10_000;
/** Milliseconds for the hooks of the app. */
const LAST_WORDS = 2_000;

/** Waits for the work, but not longer than that. */
const within = (milliseconds: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);

/** RFC 9110 §15.6.4. */
function refuseWhileStopping(response: ServerResponse): void {
  const headers = { 'content-length': 0, 'retry-after': '5', connection: 'close' };
  response.writeHead(503, headers).end();
}

async function listen(server: Server, { port, hostname }: HostOptions): Promise<number> {
  server.listen(port, hostname);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A connection that is kept alive ends with the answer it is waiting for. */
async function drain(open: ReadonlySet<ServerResponse>): Promise<void> {
  for (const response of open) response.shouldKeepAlive = false;
  while (open.size > 0) await Promise.all([...open].map(closed));
}

const closed = (response: ServerResponse) => new Promise((resolve) => response.once('close', resolve));

/** The first signal to end asks the host to stop; a second one does not wait for it. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
