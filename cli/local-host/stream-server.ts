/**
 * The server through which @azure/functions takes HTTP requests as streams. The library opens it on every network
 * interface and keeps it to itself; here it listens on loopback only, and its owner can watch and close it.
 */

import { Server } from 'node:http';
import type { ProgrammingModel } from './core.ts';

export interface StreamServer {
  readonly server: Server;
  readonly port: number;
}

export async function openStreamServer(model: ProgrammingModel): Promise<StreamServer> {
  const opened: Server[] = [];
  const listen = Server.prototype.listen;
  const onLoopback = function (this: Server, callback: () => void): Server {
    opened.push(this);
    return Reflect.apply(listen, this, [0, LOOPBACK, callback]);
  };
  Object.defineProperty(Server.prototype, 'listen', { value: onLoopback, configurable: true });
  // Hands the prototype back before anyone else can listen: the library calls `listen` before its first await.
  const capabilities = model.getCapabilities({});
  Reflect.deleteProperty(Server.prototype, 'listen');

  const { HttpUri } = await capabilities;
  const [server] = opened;
  if (!HttpUri || !server) throw new Error('The functions must call app.setup({ enableHttpStream: true }).');
  return { server, port: Number(new URL(HttpUri).port) };
}

export const LOOPBACK = '127.0.0.1';
