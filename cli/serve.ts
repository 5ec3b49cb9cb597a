/** `npm start`, after the build: the functions in dist/main.cjs on this machine, with a demo account to try them on. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../functions/runtime/settings.ts';
import { announcement } from './local-host/announce.ts';
import { type Connection, readConnection, writeConnection } from './local-host/connection.ts';
import type { Log } from './local-host/core.ts';
import { firstStart } from './local-host/first-start.ts';
import { startHost } from './local-host/host.ts';
import { type LocalSettings, readLocalSettings } from './local-host/local-settings.ts';
import { ensureManageKey } from './local-host/manage-key.ts';
import { explain } from './local-host/start-failure.ts';
import { stopOnSignals } from './local-host/stop-on-signals.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What the functions log, and of what the library says only the troubles. */
const log: Log = (level, category, message) => {
  if (['warning', 'error', 'critical'].includes(level)) console.error(message);
  else if (category === 'user' && level === 'information') console.log(message);
};

async function serve(local: LocalSettings): Promise<void> {
  const { port, hostname, dataDir } = local;
  const host = await startHost({
    bundle: fromRoot('dist/main.cjs'),
    hostJson: fromRoot('host.json'),
    port,
    hostname,
    log,
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
  const known = readConnection(dataDir);
  const { accountId, token } = await firstStart(settings, known === undefined, unsupportedAttributes);
  const connection = {
    baseUrl: `${settings.publicBaseUrl}/scim/v2/${accountId}`,
    token: token ?? known?.token ?? '',
  };
  writeConnection(dataDir, connection);
  return connection;
}

try {
  await serve(readLocalSettings(process.env));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
