/** A worker in a fresh process, and requests to it on the way that the host of Azure takes. */

import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { FunctionCall, Load, Notice, Order } from './messages.ts';

export interface WorkerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Host name -> port of this machine, for what goes to Azure. */
  readonly loopback?: Readonly<Record<string, number>>;
}

export interface WorkerCall extends FunctionCall {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface WorkerAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Worker {
  readonly load: Load;
  call(call: WorkerCall): Promise<WorkerAnswer>;
  /** Microseconds of processor time since the start. */
  processor(): Promise<number>;
  stop(): void;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Settings of the caller's own must not reach the worker. */
const PATHS = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
const inherited = () => Object.fromEntries(PATHS.flatMap((name) => [[name, process.env[name] ?? '']]));

/** @throws Error when the bundle cannot be loaded */
export async function startWorker(bundle: string, options: WorkerOptions = {}): Promise<Worker> {
  const { environment = {}, loopback } = options;
  const child = fork(file('./worker-process.ts'), [bundle], {
    execArgv: loopback ? ['--import', file('./to-loopback.ts')] : [],
    env: { ...inherited(), ...environment, BENCH_LOOPBACK: JSON.stringify(loopback ?? {}) },
  });
  const ready = await noticeOf(child, 'ready');
  child.on('message', (notice: Notice) => {
    if (notice.kind === 'failed') console.error(notice.message);
    if (notice.kind === 'logged' && notice.level === 'error') console.error(notice.message);
  });
  const agent = new Agent({ keepAlive: true });
  const order = (one: Order) => child.send(one);
  return {
    load: ready.load,
    call({ method, path, body, ...call }) {
      const id = randomUUID();
      order({ kind: 'invoke', id, call });
      return send({ port: ready.port, agent, id, method, path, body });
    },
    async processor() {
      order({ kind: 'measure' });
      return (await noticeOf(child, 'measured')).processor;
    },
    stop() {
      agent.destroy();
      child.kill();
    },
  };
}

/** The next notice of a kind. */
function noticeOf<Kind extends Notice['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Notice, { kind: Kind }>> {
  const isMeant = (notice: Notice): notice is Extract<Notice, { kind: Kind }> => notice.kind === kind;
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('The worker ended.'));
    const listen = (notice: Notice) => {
      if (!isMeant(notice)) return;
      child.off('message', listen).off('exit', ended);
      resolve(notice);
    };
    child.on('message', listen).once('exit', ended);
  });
}

interface Sent {
  readonly port: number;
  readonly agent: Agent;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

async function send({ id, body, ...target }: Sent): Promise<WorkerAnswer> {
  const headers = {
    'x-ms-invocation-id': id,
    'x-forwarded-host': 'scim.example.test',
    'x-forwarded-proto': 'https',
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...target, host: '127.0.0.1', headers }, resolve)
      .once('error', reject)
      .end(body);
  });
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
