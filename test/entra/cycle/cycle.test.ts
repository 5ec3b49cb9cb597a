/** The run as a whole against servers that misbehave: transport, report. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { percentile } from '../../../entra/client/client.ts';
import { type CycleOptions, runCycle } from '../../../entra/cycle/cycle.ts';
import { cycleReportText, isClean } from '../../../entra/cycle/report.ts';

describe('transport', () => {
  type Answer = (request: IncomingMessage, response: ServerResponse) => void;
  const options: Omit<CycleOptions, 'baseUrl'> = {
    token: 'kfs_1',
    users: 2,
    groups: 1,
    concurrency: 1,
    dialect: 'both',
    keep: false,
  };

  async function cycleAgainst(answer: Answer) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      return await runCycle({ ...options, baseUrl: `http://127.0.0.1:${port}/scim/v2/A/?aadOptscim062020` });
    } finally {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  }

  it('sends the token and a User-Agent of its own below the Base URL, whatever its end', async () => {
    const seen: unknown[] = [];
    await cycleAgainst((request, response) => {
      const { authorization, 'user-agent': agent } = request.headers;
      seen.push([request.method, request.url?.split('?')[0], authorization, agent]);
      response.writeHead(401).end();
    });
    expect(seen[0]).toEqual(['GET', '/scim/v2/A/Users', 'Bearer kfs_1', 'kissflow-scim-entra-cycle']);
  });

  it('a refused connection test ends the run, with status, scimType and detail in the report', async () => {
    const report = await cycleAgainst((_request, response) => {
      response.writeHead(400).end('{"status":"400","scimType":"invalidFilter","detail":"No such thing."}');
    });
    expect(report.phases.map(({ name, requests, failures }) => [name, requests, failures])).toEqual([
      ['test connection', 1, 1],
    ]);
    expect(report.failures[0]).toMatchObject({ method: 'GET', status: 400, scimType: 'invalidFilter' });
    expect(isClean(report)).toBe(false);
    expect(cycleReportText(report)).toMatch(/GET \/Users\?filter=\S+ -> 400 invalidFilter: No such thing\./);
  });

  it('does not follow a redirect, which would take the token elsewhere', async () => {
    let requests = 0;
    const report = await cycleAgainst((_request, response) => {
      requests += 1;
      response.writeHead(307, { Location: '/elsewhere' }).end();
    });
    expect([requests, report.failures[0]?.status]).toEqual([1, 307]);
  });

  it('notes a body that is not JSON, and a connection that breaks', async () => {
    const html = await cycleAgainst((_request, response) => response.end('<html>'));
    expect(html.failures[0]).toMatchObject({ status: 200, detail: 'The body of the answer is not JSON.' });
    const broken = await cycleAgainst((request) => request.socket.destroy());
    expect(broken.failures[0]).toMatchObject({ status: 0 });
  });

  it('a random name that finds somebody is a difference', async () => {
    const list = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1 };
    const report = await cycleAgainst((_request, response) => response.end(JSON.stringify(list)));
    expect(report.failures).toEqual([]);
    expect(report.differences).toMatchObject([
      { path: 'totalResults', expected: '0', actual: '1' },
      { path: 'totalResults', expected: '0', actual: '1' },
    ]);
  });
});

test.each([
  [[], 50, 0],
  [[7], 99, 7],
  [[1, 2, 3, 4], 50, 2],
  [[1, 2, 3, 4], 99, 4],
])('of %j the %dth percentile is %d', (sorted, percent, value) => {
  expect(percentile(sorted, percent)).toBe(value);
});
