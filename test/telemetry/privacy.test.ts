/** Nothing that names a person, and no secret, leaves the service in a log line or a measurement. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCosmosDouble } from '../doubles/cosmos/index.ts';
import { type Ingestion, openIngestion } from '../doubles/ingestion.ts';
import { isWindows, STOPPED } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

/** What a request may bring, each in a word of its own. */
const PERSONAL = [
  'zelda',
  'fitzgerald',
  'zelda.f@private.example',
  '555-0199',
  'wilmersdorf',
  'nervous-title',
];
const TRACE = '0af7651916cd43dd8448eb211c80319c';

let folder: string;
let ingestion: Ingestion;
let printed: { readonly stdout: string; readonly stderr: string };
let token: string;
const statuses: number[] = [];

/** Requests of every kind that carry such data, well-formed and not, from the first one to the last words of the app. */
beforeAll(async () => {
  requireBundle();
  folder = mkdtempSync(join(tmpdir(), 'privacy-'));
  ingestion = await openIngestion();
  const { endpoint, key, close } = await startCosmosDouble();
  const served = startServe({
    PORT: '0',
    DATA_DIR: folder,
    STORE: 'cosmos',
    COSMOS_ENDPOINT: endpoint,
    COSMOS_KEY: key,
    COSMOS_DATABASE: 'scim',
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  });
  printed = served.printed;
  await served.ready();
  const { baseUrl, token: issued } = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
  token = issued;
  const call = async (method: string, path: string, body?: unknown, authorization = `Bearer ${token}`) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization,
        'content-type': 'application/scim+json',
        traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    statuses.push(response.status);
    return JSON.parse((await response.text()) || 'null');
  };
  const user = {
    userName: 'zelda.f@private.example',
    name: { givenName: 'Zelda', familyName: 'Fitzgerald' },
    emails: [{ type: 'work', value: 'zelda.f@private.example', primary: true }],
    phoneNumbers: [{ type: 'work', value: '555-0199' }],
    addresses: [{ type: 'work', locality: 'Wilmersdorf' }],
  };
  const { id } = await call('POST', '/Users', user);
  await call('POST', '/Users', user);
  await call('GET', '/Users?filter=userName eq "zelda.f@private.example"');
  await call('GET', '/Users?filter=userName qe "zelda.f@private.example"');
  await call('GET', '/zelda.f@private.example/Fitzgerald');
  await call('PATCH', `/Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: 'title', value: 'nervous-title' }],
  });
  await call('PATCH', `/Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'emails[value eq "zelda.f@private.example"].nope', value: 'zelda' }],
  });
  await call('POST', '/Users', '{"userName": "zelda.f@private.example"');
  await call('POST', '/Groups', { displayName: 'Fitzgerald', members: [{ value: id, display: 'Zelda' }] });
  await call('GET', '/Users', undefined, `Bearer ${token.slice(0, -6)}000000`);
  await call('GET', '/Users?access_token=zelda');
  await call('DELETE', `/Users/${id}`);
  // The client is loaded a second after the first answer.
  await sleep(1500);
  await call('GET', '/Users?count=1');
  served.child.kill('SIGTERM');
  expect(await served.exit).toBe(STOPPED);
  await close();
  ingestion.close();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

it('the requests were those of a client: done, refused and not understood', () => {
  expect(new Set(statuses)).toEqual(new Set([200, 201, 204, 400, 401, 404, 409]));
});

// Sent when the app ends.
(isWindows ? it.skip : it)('they were measured, in the trace of the client, and their lines printed', () => {
  const calls = ingestion.envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData');
  expect(new Set(calls.map(({ tags }) => tags['ai.operation.id']))).toContain(TRACE);
  expect(ingestion.text()).toContain('scim.cosmos.request_units');
  expect(ingestion.text()).toContain('scim.quirks');
  expect(printed.stdout.match(/scim\.request/g)?.length).toBeGreaterThan(10);
});

it.each(PERSONAL)('neither a measurement nor a line holds %s', (word) => {
  expect(ingestion.text().toLowerCase()).not.toContain(word);
  expect((printed.stdout + printed.stderr).toLowerCase()).not.toContain(word);
});

it('nor a token, whole or in part', () => {
  const [, , , secret = 'no token'] = token.split('_');
  expect(ingestion.text() + printed.stdout + printed.stderr).not.toContain(secret);
});
