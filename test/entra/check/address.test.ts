/** The check at an address where nobody speaks SCIM: it stops, writes nothing and gives one advice. */

import { runCheck } from '../../../entra/check/check.ts';
import { checkText } from '../../../entra/check/report.ts';
import type { Replied } from './faulty-proxy.ts';
import { named, reply, type Service, startService } from './service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
}, 60_000);

afterAll(() => service.stop());

const GHOST = 'a user that does not exist is an empty list';
const CLOSED = 'the service provider cannot be used with this Base URL and token';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const NOT_FOUND = reply(404, { schemas: [ERROR], detail: 'Not found.' });
const html = (status: number): Replied => ({ status, type: 'text/html', body: '<html>' });

describe('an address where nobody speaks SCIM', () => {
  const whole = 'Check that the Base URL is complete';
  const foreign = 'The server at this address is not a SCIM service';
  const failing = 'Check that the service runs without errors';

  it.each([
    ['404 with a SCIM error', NOT_FOUND, whole],
    ['404 with JSON', reply(404, {}), whole],
    ['404 with HTML', html(404), whole],
    ['200 with HTML', html(200), foreign],
    ['200 with other JSON', reply(200, { schemas: 'x', Resources: { id: 7 } }), foreign],
    ['400 with HTML', html(400), foreign],
    ['500 with JSON', reply(500, {}), failing],
    ['503 with a SCIM error', reply(503, { schemas: [ERROR] }), failing],
    ['429 with HTML', html(429), 'Let through at least 25 requests a second'],
  ])('%s: stops, sends nothing that writes, and gives one advice', async (_name, answer, advice) => {
    const methods: string[] = [];
    const report = await service.checkThrough(async ({ method }) => {
      methods.push(method);
      return answer;
    });
    expect(named(report, 'failed')).toEqual([GHOST]);
    expect(report.results.filter(({ reason }) => reason === CLOSED).length).toBeGreaterThan(50);
    expect(new Set(methods)).toEqual(new Set(['GET']));
    expect([report.passed, report.requests <= 3]).toEqual([false, true]);
    expect(report.results[0]?.fix).toContain(advice);
    expect(checkText(report).match(/What to do: /g)).toHaveLength(1);
  });

  it('the origin of the service instead of the Base URL: says so in the words of the service', async () => {
    const { origin } = new URL(service.connection.baseUrl);
    const report = await runCheck({ ...service.connection, baseUrl: origin });
    expect(named(report, 'failed')).toEqual([GHOST]);
    expect(report.results[0]?.fix).toContain(whole);
    expect(report.results[0]?.fix).toContain('"There is nothing at this path. The Base URL ends with');
  });

  it('what the service says is repeated without the token and without what would steer a terminal', async () => {
    const report = await service.checkThrough(async ({ authorization }) =>
      reply(404, { schemas: [ERROR], detail: `Nothing here: \u001b[2J${authorization}` }),
    );
    expect(report.results[0]?.fix).toContain('"Nothing here:  [2JBearer (token)"');
    expect(checkText(report)).not.toContain('\u001b');
  });

  it('a service that cannot reach its data, though its configuration can be read', async () => {
    const report = await service.checkThrough(async (asked, pass) =>
      asked.path === '/ServiceProviderConfig' ? pass(asked) : reply(503, { schemas: [ERROR] }),
    );
    expect([named(report, 'failed'), report.requests]).toEqual([[GHOST], 2]);
  });
});

describe('a faulty service is one all the same', () => {
  it.each([
    ['404 to every query without hits, on an account without users', NOT_FOUND],
    ['200 without a ListResponse to them', reply(200, {})],
  ])(
    '%s: its configuration speaks for it',
    async (_name, answer) => {
      const report = await service.checkThrough(async (asked, pass) => {
        const passed = await pass(asked);
        return passed.body.includes('"totalResults":0') ? answer : passed;
      });
      expect(report.results[0]?.fix).toContain('Answer a query of /Users that matches nothing with 200');
      expect(named(report, 'failed')).toContain('4 filter for a user that does not exist');
      expect(named(report, 'ok')).toContain('12 delete a user');
    },
    60_000,
  );

  it('500 to the first query alone', async () => {
    let asked = 0;
    const report = await service.checkThrough(async (request, pass) => {
      asked += 1;
      return asked === 1 ? reply(500, {}) : pass(request);
    });
    expect(named(report, 'failed', 'mandatory')).toEqual([GHOST]);
    expect(named(report, 'ok')).toContain('12 delete a user');
  }, 60_000);

  it('a SCIM error to the filter: the other steps run on', async () => {
    const report = await service.checkThrough(async (asked, pass) =>
      asked.query.has('filter') ? reply(400, { schemas: [ERROR], detail: 'No filters.' }) : pass(asked),
    );
    expect(named(report, 'failed')).toContain('3 filter for an existing user');
    expect(named(report, 'ok')).toContain('12 delete a user');
  }, 60_000);
});
