/** A data folder as the first start leaves it, and the command line on it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstStart } from '../../../cli/local-host/first-start.ts';
import { run } from '../../../cli/program.ts';
import { endpointsOf, servicesOn } from '../../../functions/runtime/compose.ts';
import { openStores } from '../../../functions/runtime/open-stores.ts';
import { readSettings } from '../../../functions/runtime/settings.ts';
import type { Progress } from '../../../terminal/progress.ts';

export const ORIGIN = 'https://scim.example.test';
export const EXTENSION = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function openShell() {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const environment = { DATA_DIR: join(folder, 'data'), PUBLIC_BASE_URL: ORIGIN };
  const settings = readSettings(environment);
  const { token } = await firstStart(settings, true, 'reject');
  const services = servicesOn(await openStores(settings), ORIGIN);
  const scim = endpointsOf(services);

  const runOn = async (
    line: string,
    input = '',
    variables: Record<string, string> = environment,
  ): Promise<Ran> => {
    const printed = { out: '', err: '' };
    const code = await run(words(line), {
      print: (text) => {
        printed.out += `${text}\n`;
      },
      note: (text) => {
        printed.err += `${text}\n`;
      },
      readInput: async () => input,
      input: async function* () {
        yield Buffer.from(input);
      },
      progress: progressOf(printed),
      environment: variables,
    });
    return { code, ...printed };
  };

  return {
    folder,
    services,
    run: runOn,
    /** What `--json` prints. */
    json: async (line: string) => JSON.parse((await runOn(`${line} --json`)).out),
    /** As Entra ID creates one. */
    createUser: async (user: object): Promise<number> => {
      const request = new Request(`${ORIGIN}/scim/v2/AcDemo/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...user }),
      });
      return (await scim.users(request, () => {})).status;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What a person sees of it, as one line for each phase. */
function progressOf(printed: { err: string }): Progress {
  let [name, total, done] = ['', 0, 0];
  return {
    start: (phase, count) => {
      [name, total, done] = [phase, count, 0];
    },
    step: (count = 1) => {
      done += count;
    },
    stop: () => {
      printed.err += `${name}: ${done}/${total}\n`;
    },
  };
}

/** As a shell splits a line; double quotes keep blanks. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
