/** Every wire fixture on the way that a request takes in Azure: a socket, the routes, the stream server of Azure's library. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../cli/local-host/bundle.ts';
import { type Played, playOn, type Scenario, scenarios } from '../conformance/scenario.ts';
import { answerOf, requestTo } from '../service.ts';
import { type RunningHost, runHost } from './running-host.ts';

let directory: string;
let host: RunningHost;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stream-host-'));
  await bundle(join(import.meta.dirname, 'fixtures-app.ts'), join(directory, 'app.cjs'));
  writeFileSync(join(directory, 'host.json'), JSON.stringify({ extensions: { http: { routePrefix: '' } } }));
  host = await runHost(directory, 'stream');
});

afterAll(async () => {
  host.process.kill('SIGTERM');
  await host.ended();
  rmSync(directory, { recursive: true });
});

async function open(account: Scenario['account'] = {}): Promise<Played> {
  const origin = `http://127.0.0.1:${host.port}`;
  const begun = await fetch(`${origin}/begin`, { method: 'POST', body: JSON.stringify(account) });
  const { baseUrl, token } = JSON.parse(await begun.text());
  const lines: Readonly<Record<string, unknown>>[] = [];
  const target = { origin, prefix: new URL(baseUrl).pathname, token };
  return {
    baseUrl,
    lines,
    async call(method, path, body, headers = {}) {
      const answer = await answerOf(await fetch(requestTo(target, method, path, body, headers)));
      lines.splice(0, lines.length, ...JSON.parse(await (await fetch(`${origin}/lines`)).text()));
      return answer;
    },
  };
}

describe.each(['rfc', 'entra', 'okta'])('%s fixtures', (folder) => {
  test.each(scenarios(folder))('%s', async (_name, scenario) =>
    playOn(await open(scenario.account), scenario),
  );
});
