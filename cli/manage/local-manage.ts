/** The manage API in this process, on the stores of the data folder: a process that may read them needs no token. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { servicesOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import { openStores } from '../../functions/runtime/open-stores.ts';
import { readSettings, type Settings } from '../../functions/runtime/settings.ts';
import { systemUser } from '../../functions/runtime/system-user.ts';
import type { CallerCheck } from '../../shared/manage/callers/caller.ts';
import { manageEndpoint } from '../../shared/manage/manage-endpoint.ts';
import { refused } from '../../terminal/command-error.ts';
import { readOwnConnection } from '../local-host/connection.ts';
import { type ManageClient, manageClient } from './manage-client.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws CommandError when there is no store */
export async function localManage(environment: Environment): Promise<ManageClient> {
  const settings = settingsOf(environment);
  requireStore(settings);
  const services = servicesOn(await openStores(settings), settings.publicBaseUrl);
  const endpoint = manageEndpoint({ ...services, callers: [local] });
  return manageClient(settings.publicBaseUrl, (request) => {
    request.headers.set('authorization', 'Bearer local');
    return answerFetch(endpoint, request);
  });
}

const local: CallerCheck = async () => ({
  id: 'local',
  name: systemUser(),
  role: 'SuperAdmin',
  from: 'command-line',
});

function settingsOf(environment: Environment): Settings {
  const directory = environment.DATA_DIR || '.data';
  try {
    const PUBLIC_BASE_URL = environment.PUBLIC_BASE_URL || announced(directory, environment.PORT || '7071');
    return readSettings({ ...environment, PUBLIC_BASE_URL });
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** The origin under which the last start announced the service. */
const announced = (directory: string, port: string): string =>
  readOwnConnection(directory)?.baseUrl.replace(/\/scim\/v2\/[^/]*$/, '') ?? `http://localhost:${port}`;

function requireStore({ store }: Settings): void {
  if (store.kind !== 'sqlite' || existsSync(join(store.directory, 'scim.db'))) return;
  throw refused(
    `There is no store in ${resolve(store.directory)}: start the service once (kissflow-scim serve), name its folder with --data-dir, or give --url.`,
  );
}
