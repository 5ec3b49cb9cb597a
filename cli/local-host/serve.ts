/** The service on this machine: the built functions, started on a data folder that holds an account and its token. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../functions/runtime/settings.ts';
import { isLoopback } from '../../shared/http/message.ts';
import type { Connection } from '../../terminal/token.ts';
import { announcement, readOwnConnection, writeConnection } from './connection.ts';
import { closeToOthers, finishRestore } from './data-folder.ts';
import { firstStart } from './first-start.ts';
import { startHost, stopOnSignals } from './host.ts';
import type { HostLog } from './load-app.ts';
import { ensureManageKey, type LocalSettings, readLocalSettings } from './local-settings.ts';
import { processLog } from './log.ts';
import { addDemoData, portalLink } from './own-manage.ts';
import { readSecretFile } from './secret-file.ts';
import { openService } from './service.ts';
import { startFailure } from './start-failure.ts';

/** What the command line says before the environment does. */
export interface ServeOptions {
  readonly port?: number | undefined;
  readonly dataDir?: string | undefined;
  readonly demoData?: boolean | undefined;
}

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Of what Azure's library says, only the troubles. */
const librarySays: HostLog = (level, _category, message) => {
  if (['warning', 'error', 'critical'].includes(level)) console.error(message);
};

/** Resolves when the service answers. One that does not start ends the process, whatever it has opened. */
export async function serve({ port, dataDir, demoData }: ServeOptions): Promise<void> {
  if (port !== undefined) process.env.PORT = String(port);
  if (dataDir !== undefined) process.env.DATA_DIR = dataDir;
  let local: LocalSettings | undefined;
  try {
    local = readLocalSettings(process.env);
    await start(local, demoData === true);
  } catch (error) {
    console.error(startFailure(error, local?.dataDir));
    process.exit(1);
  }
}

async function start(local: LocalSettings, demoData: boolean): Promise<void> {
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
  const origin = `http://${/^0\.0\.0\.0$|:/.test(hostname) ? 'localhost' : hostname}:${host.port}`;
  if (demoData) console.log(await line('Demo data', () => addDemoData(origin, ownKey())));
  if (isLoopback(hostname))
    console.log(await line('Portal   ', async () => openable(await portalLink(origin, ownKey()))));
  console.log('Stop      Ctrl+C');
}

const ownKey = (): string => readSecretFile(process.env.MANAGE_KEY_FILE ?? '').trim();

/** The service runs without it, too: what keeps it from being made is said, and nothing else. */
async function line(name: string, make: () => Promise<string>): Promise<string> {
  try {
    return `${name} ${await make()}`;
  } catch (error) {
    return `${name} none: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const openable = (link: string): string =>
  `${link.replace('//127.0.0.1:', '//localhost:')}\n          opens once, within 10 minutes; another link: npx kissflow-scim portal`;

async function connect(
  { hostname, dataDir, unsupportedAttributes }: LocalSettings,
  port: number,
): Promise<Connection> {
  // The functions read the environment: it must say what we found out, defaults included.
  process.env.DATA_DIR = dataDir;
  process.env.PUBLIC_BASE_URL ||= `http://localhost:${port}`;
  process.env.MANAGE_KEY_FILE ||= join(dataDir, 'manage.key');
  process.env.MANAGE_SIGN_IN = isLoopback(hostname) ? 'code' : '';
  const settings = readSettings(process.env);
  if (finishRestore(dataDir)) console.error('A restore that was cut off has been finished.');
  const open = closeToOthers(dataDir);
  ensureManageKey(process.env.MANAGE_KEY_FILE);
  const known = readOwnConnection(dataDir);
  const { accountId, token, warnings } = await firstStart(settings, known, unsupportedAttributes);
  for (const warning of [...open, ...warnings]) console.error(`Warning: ${warning}`);
  const connection = {
    baseUrl: `${settings.publicBaseUrl}/scim/v2/${accountId}`,
    token: token ?? known?.token ?? '',
  };
  writeConnection(dataDir, connection);
  return connection;
}
