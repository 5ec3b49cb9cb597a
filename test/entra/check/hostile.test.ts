/** The check against servers that cannot be used, answer nonsense or lose requests: a report in every case. */

import { runCheck } from '../../../entra/check/check.ts';
import { checkText } from '../../../entra/check/report.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { named, reply, type Service, startService } from './service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
}, 60_000);

afterAll(() => service.stop());

const GHOST = 'a user that does not exist is an empty list';
const NOT_FOUND = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: 'Not found.' };

describe('what it says of a failure', () => {
  it('what was sent, what came back, and what to do', async () => {
    const { results } = await service.checkThrough(async () => reply(404, NOT_FOUND));
    expect(results[0]).toMatchObject({
      section: 'Test Connection',
      level: 'mandatory',
      outcome: 'failed',
      reason: 'GET /Users must answer 200, not 404',
      fix: expect.stringContaining('200 and an empty ListResponse'),
      exchanges: Array.from({ length: 3 }, () => ({ method: 'GET', status: 404, detail: 'Not found.' })),
    });
    expect(results[0]?.exchanges[0]?.path).toMatch(/^\/Users\?filter=userName\+eq\+%22[\da-f-]{36}%22$/);
  }, 60_000);

  it('neither the token, echoed by the server, nor what would steer a terminal', async () => {
    const report = await service.checkThrough(async ({ authorization }) =>
      reply(403, { detail: `Forbidden: \u001b[2J${authorization} ${service.connection.token}` }),
    );
    const all = checkText(report) + JSON.stringify(report);
    expect(all).toContain('Forbidden:  [2JBearer (token) (token)');
    expect(all).not.toContain(service.connection.token);
    expect(all).not.toContain('\u001b');
  });
});

describe('a service provider that cannot be used', () => {
  const closed = 'the service provider cannot be used with this Base URL and token';

  it.each([401, 403])('stops after %d: Entra starts no job', async (status) => {
    const report = await service.checkThrough(async () => reply(status, {}));
    expect(named(report, 'failed')).toEqual([GHOST]);
    expect(report.results.filter(({ reason }) => reason === closed).length).toBeGreaterThan(50);
    expect([report.passed, report.requests]).toEqual([false, 1]);
    expect(report.results[0]?.fix).toContain('the token has not expired');
  });

  it('names the address that a redirect leads to, and does not follow it', async () => {
    const report = await service.checkThrough(async () => ({
      ...reply(308, {}),
      location: 'https://example.com/scim',
    }));
    expect(named(report, 'failed', 'mandatory')).toEqual([GHOST, 'no redirects']);
    expect(checkText(report)).toContain('GET /Users answers 308 to https://example.com/scim');
    expect(report.requests).toBe(1);
  });

  it('says that no answer came', async () => {
    const proxy = await startFaultyProxy(service.connection.baseUrl, async () => reply(200, {}));
    await proxy.close();
    const report = await runCheck({ ...service.connection, baseUrl: proxy.baseUrl });
    expect(report.results[0]).toMatchObject({ outcome: 'failed', exchanges: [{ status: 0 }] });
    expect(report.results[0]?.fix).toContain('Check that the service runs');
    expect(checkText(report)).toContain('GET /Users got no answer:');
  });

  it('over http on a public host: https is demanded', async () => {
    const report = await runCheck({ ...service.connection, baseUrl: 'http://scim.invalid/scim' });
    expect(named(report, 'failed', 'mandatory')).toEqual([GHOST, 'https']);
  });

  it.each([
    ['HTML', { status: 200, type: 'text/html', body: '<html>' }],
    ['an array', reply(200, [])],
    ['null', reply(200, null)],
    ['errors', reply(500, { detail: { deep: [] } })],
    ['deep nesting', reply(200, JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`))],
    ['odd types', reply(200, { schemas: 1, totalResults: [], Resources: { id: 7 }, members: [null, [1]] })],
  ])(
    'survives a server that answers with %s, once it has shown that it speaks SCIM',
    async (_name, answer) => {
      let shown = false;
      const report = await service.checkThrough(async (asked, pass) => {
        if (shown || asked.query.get('count') !== '1') return answer;
        shown = true;
        return pass(asked);
      });
      expect(named(report, 'failed', 'mandatory').length).toBeGreaterThan(25);
      expect(report.leftBehind).toEqual([]);
    },
    60_000,
  );

  const listing = (...Resources: unknown[]) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: Resources.length,
    Resources,
  });
  const core = ['User', 'Group'].map((name) => ({ id: `urn:ietf:params:scim:schemas:core:2.0:${name}` }));
  const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`);

  it.each([
    [
      'null and text',
      listing({ id: null, attributes: 'x' }),
      '/Schemas lists the schemas of users and groups',
    ],
    ['no attributes', listing(...core), 'userName, active, displayName and members are described'],
    [
      'nulls and capitals',
      listing(...core, { id: 'x', attributes: null }),
      'the schemas have camelCase names and no nulls',
    ],
    ['deep nesting', listing(...core, deep), 'userName, active, displayName and members are described'],
  ])(
    '/Schemas with %s fail by name; the other steps run on',
    async (_name, schemas, failed) => {
      const report = await service.checkThrough((asked, pass) =>
        asked.path === '/Schemas' ? Promise.resolve(reply(200, schemas)) : pass(asked),
      );
      expect(named(report, 'failed')).toContain(failed);
      expect(named(report, 'ok')).toContain('12 delete a user');
    },
    60_000,
  );
});

describe('what the run created', () => {
  it('is deleted although the answer to its POST was lost', async () => {
    const report = await service.checkThrough(async (asked, pass) => {
      const answer = await pass(asked);
      return asked.method === 'POST' ? reply(502, {}) : answer;
    });
    expect(named(report, 'failed')).toContain('1 create a user');
    expect(report.leftBehind).toEqual([]);
    expect([await service.count('Users'), await service.count('Groups')]).toEqual([0, 0]);
  }, 60_000);

  it('is deleted at the second attempt when the first is turned away', async () => {
    const seen = new Set<string>();
    const report = await service.checkThrough(async (asked, pass) => {
      const turnedAway = asked.method === 'DELETE' && !seen.has(asked.path);
      if (turnedAway) seen.add(asked.path);
      return turnedAway ? reply(429, { detail: 'Slow down.' }) : pass(asked);
    });
    expect(report.leftBehind).toEqual([]);
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    expect(failed[0]?.fix).toContain('at least 25 requests a second');
    expect(checkText(report).match(/at least 25 requests a second/g)).toHaveLength(1);
  }, 60_000);

  it('is named when it cannot be deleted', async () => {
    const report = await service.checkThrough((asked, pass) =>
      asked.method === 'DELETE' ? Promise.resolve(reply(501, {})) : pass(asked),
    );
    expect(report.leftBehind.length).toBeGreaterThan(50);
    expect(checkText(report)).toContain(`Could not be deleted again:\n  ${report.leftBehind[0]}\n`);
    const headers = { Authorization: `Bearer ${service.connection.token}` };
    for (const path of report.leftBehind)
      await fetch(service.connection.baseUrl + path, { method: 'DELETE', headers });
    expect([await service.count('Users'), await service.count('Groups')]).toEqual([0, 0]);
  }, 60_000);

  it('is deleted when the run is interrupted', async () => {
    const interrupt = new AbortController();
    const report = await runCheck({
      ...service.connection,
      signal: interrupt.signal,
      progress: {
        start: (phase) => phase === 'Validator: groups' && interrupt.abort(),
        step: () => {},
        stop: () => {},
      },
    });
    expect(report.results.at(-1)).toMatchObject({ outcome: 'skipped', reason: 'the check was interrupted' });
    expect([report.passed, await service.count('Users')]).toEqual([false, 0]);
  }, 60_000);
});
