/** What the answers of a run tell together: encryption, redirects, media type, time. */

import { type Answer, CheckSession } from '../../../entra/check/check-session.ts';
import { isPrivateHost, transportSection } from '../../../entra/check/transport-steps.ts';

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['172.20.0.3', true],
  ['172.32.0.3', false],
  ['scim', true],
  ['10.example.com', false],
  ['scim.example.com', false],
])('%s is on this machine or its network: %s', (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

describe('what all answers tell together', () => {
  const answer = (change: Partial<Answer>): Answer => ({
    method: 'GET',
    path: '/Users?count=1',
    status: 200,
    milliseconds: 1,
    headers: new Headers({ 'content-type': 'application/scim+json; charset=utf-8' }),
    body: {},
    ...change,
  });
  const typed = (type: string) => answer({ headers: new Headers({ 'content-type': type }) });

  it.each([
    ['nothing odd', [answer({}), answer({ status: 204, headers: new Headers() })], []],
    ['a slow answer', [answer({ milliseconds: 5000 })], ['p99 is 5000 ms']],
    ['another media type', [typed('application/json')], ['1 are not; GET /Users is application/json']],
    ['a look-alike', [typed('application/scim+jsonp')], ['1 are not; GET /Users is application/scim+jsonp']],
    ['a redirect to nowhere', [answer({ status: 302 })], ['GET /Users answers 302 to nowhere']],
  ])('%s', async (_name, answers, problems) => {
    const session = new CheckSession({ baseUrl: 'https://scim.example.com', token: 'kfs_1' });
    session.answers.push(...answers);
    const found = transportSection.steps.map((step) => step.run(session).catch(String));
    const told = (await Promise.all(found)).filter((one) => one !== undefined);
    expect(told).toEqual(problems.map((problem) => `Unmet: ${problem}`));
  });
});
