/**
 * Loaded before anything else in a worker: what goes to Azure by TLS goes to a port of this machine without it. The
 * clients take nothing but https, and names below azure.net, for a vault.
 */

import http, { type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

/** Host names and their ports, as JSON, in the environment of the worker. */
const ports: Readonly<Record<string, number>> = JSON.parse(process.env.BENCH_LOOPBACK ?? '{}');
const agent = new http.Agent({ keepAlive: true });

const request = (
  options: RequestOptions,
  callback?: (response: http.IncomingMessage) => void,
): ClientRequest => {
  const port = ports[String(options.hostname)];
  if (port === undefined) throw new Error(`The benchmark has no double of ${options.hostname}.`);
  return http.request({ ...options, protocol: 'http:', hostname: '127.0.0.1', port, agent }, callback);
};

Object.assign(https, { request });
syncBuiltinESMExports();
