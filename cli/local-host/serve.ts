/** The service on this machine: the built functions, started on a data folder that holds an account and its token. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../functions/runtime/settings.ts';
import type { Connection } from '../../terminal/token.ts';
import { announcement, readOwnConnection, writeConnection } from './connection.ts';
import { firstStart } from './first-start.ts';
import { startHost, stopOnSignals } from './host.ts';
import type { HostLog } from './load-app.ts';
import { ensureManageKey, type LocalSettings, readLocalSettings } from './local-settings.ts';
import { processLog } from './log.ts';
import { openService } from './service.ts';

/** What the command line says before the environment does. */
export interface ServeOptions {
  readonly port?: number | undefined;
  readonly dataDir?: string | undefined;
}

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Of what Azure's library says, only the troubles. */
const librarySays: HostLog = (level, _category, message) => {
  if (['warning', 'error', 'critical'].includes(level)) console.error(message);
};

/** Resolves when the service answers. One that does not start ends the process, whatever it has opened. */
export async function serve({ port, dataDir }: ServeOptions): Promise<void> {
  if (port !== undefined) process.env.PORT = String(port);
  if (dataDir !== undefined) process.env.DATA_DIR = dataDir;
  try {
    await start(readLocalSettings(process.env));
  } catch (error) {
    console.error(startFailure(error));
    process.exit(1);
  }
}

async function start(local: LocalSettings): Promise<void> {
  const { port, hostname, dataDir } = local;
  const log = processLog();
  const host = await startHost({
    bundle: fromRoot('dist/main.cjs'),
    hostJson: fromRoot('host.json'),
    port,
    hostname,
    log: librarySays,
    open: (app, hostSettings) => openService(app, hostSettings, log),
    prepare: async (actualPort) => {
      const connection = await connect(local, actualPort);
      console.log(announcement(connection, dataDir, process.env.INIT_CWD ?? process.cwd()));
    },
  });
  stopOnSignals(host.stop);
}

async function connect({ dataDir, unsupportedAttributes }: LocalSettings, port: number): Promise<Connection> {
  // The functions read the environment: it must say what we found out, defaults included.
  process.env.DATA_DIR = dataDir;
  process.env.PUBLIC_BASE_URL ||= `http://localhost:${port}`;
  process.env.MANAGE_KEY_FILE ||= join(dataDir, 'manage.key');
  const settings = readSettings(process.env);
  ensureManageKey(process.env.MANAGE_KEY_FILE);
  const known = readOwnConnection(dataDir);
  const { accountId, token } = await firstStart(settings, known === undefined, unsupportedAttributes);
  const connection = {
    baseUrl: `${settings.publicBaseUrl}/scim/v2/${accountId}`,
    token: token ?? known?.token ?? '',
  };
  writeConnection(dataDir, connection);
  return connection;
}

interface SystemError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
}

/** Why the service did not start, in words for the person at the terminal. */
export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isSystemError(error)) return systemFailure(error);
  // Settings are refused with a plain Error whose message says it all; anything else is a fault of the program.
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}

const isSystemError = (error: Error): error is SystemError =>
  'code' in error && typeof error.code === 'string';

function systemFailure({ code, port, address, message, stack }: SystemError): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the program that listens there, or choose another port: npm start -- --port 7072`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is not an address of this machine: ${address ?? message}`;
    case 'EACCES':
      return port === undefined ? message : `Port ${port} needs more rights: choose one from 1024 to 65535`;
    case 'MODULE_NOT_FOUND':
      return `${message.split('\n')[0]}: run npm run build first`;
    default:
      return stack ?? message;
  }
}
