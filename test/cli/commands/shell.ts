/** A data folder as the first start leaves it, and the command line on it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstStart } from '../../../cli/local-host/first-start.ts';
import { kissflowScim } from '../../../cli/program.ts';
import { endpointsOf, servicesOn } from '../../../functions/runtime/compose.ts';
import { answerFetch } from '../../../functions/runtime/fetch.ts';
import { openStores } from '../../../functions/runtime/open-stores.ts';
import { readSettings } from '../../../functions/runtime/settings.ts';
import { type Ran, runOn } from '../../terminal/terminal.ts';

export const ORIGIN = 'https://scim.example.test';
export const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

export async function openShell() {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const environment = { DATA_DIR: join(folder, 'data'), PUBLIC_BASE_URL: ORIGIN };
  const settings = readSettings(environment);
  const { token } = await firstStart(settings, undefined, 'reject');
  const services = servicesOn(await openStores(settings), ORIGIN);
  const scim = endpointsOf(services);

  const runLine = (line: string, input = '', variables: Record<string, string> = environment): Promise<Ran> =>
    runOn(kissflowScim, words(line), variables, input);

  return {
    folder,
    services,
    run: runLine,
    /** At a keyboard, where `typed` answers what is asked. */
    runTyping: (line: string, typed: string): Promise<Ran> =>
      runOn(kissflowScim, words(line), environment, '', typed),
    /** What `--json` prints. */
    json: async (line: string) => JSON.parse((await runLine(`${line} --json`)).out),
    /** As Entra ID creates one. */
    createUser: async (user: object): Promise<number> => {
      const request = new Request(`${ORIGIN}/scim/v2/AcDemo/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...user }),
      });
      return (await answerFetch(scim.resources('/Users'), request)).status;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** As a shell splits a line; double quotes keep blanks. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
