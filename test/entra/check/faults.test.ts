/** The check against a service provider with one planted fault at a time: each is found and named. */

import { checkText } from '../../../entra/check/report.ts';
import type { Asked, Fault } from './faulty-proxy.ts';
import { named, reply, type Service, SLOW, startService } from './service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
}, 60_000);

afterAll(() => service.stop());

const literalOf = ({ query }: Asked): string | undefined =>
  /eq "([^"]*)"$/.exec(query.get('filter') ?? '')?.[1];

const NOT_FOUND = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: 'Not found.' };

const emptyIs404: Fault = async (asked, pass) => {
  const answer = await pass(asked);
  const empty = asked.query.has('filter') && answer.body.includes('"totalResults":0');
  return empty ? reply(404, NOT_FOUND) : answer;
};

const caseSensitive: Fault = async (asked, pass) => {
  const answer = await pass(asked);
  const literal = asked.query.has('attributes') ? undefined : literalOf(asked);
  if (literal === undefined || answer.body.includes(JSON.stringify(literal))) return answer;
  return reply(200, { ...JSON.parse(answer.body), totalResults: 0, Resources: [] });
};

/** Accepts a PATCH, and does only what has no path. */
const ignoresPaths: Fault = (asked, pass) => {
  if (asked.method !== 'PATCH') return pass(asked);
  const { Operations, ...rest } = JSON.parse(asked.body);
  const kept = Operations.filter((operation: { path?: string }) => operation.path === undefined);
  return pass({ ...asked, body: JSON.stringify({ ...rest, Operations: kept }) });
};

const showsExcluded: Fault = (asked, pass) => {
  asked.query.delete('excludedAttributes');
  return pass(asked);
};

const duplicateIs200: Fault = async (asked, pass) => {
  const answer = await pass(asked);
  return answer.status === 409 ? reply(200, JSON.parse(asked.body)) : answer;
};

const open: Fault = (asked, pass) => pass({ ...asked, authorization: `Bearer ${service.connection.token}` });

const ignoresFilter: Fault = (asked, pass) => {
  asked.query.delete('filter');
  return pass(asked);
};

/** Takes `[{"value": id}]` in a remove by the letter of the RFC. */
const emptiesGroups: Fault = (asked, pass) => {
  if (asked.method !== 'PATCH' || !asked.body.includes('"Remove"')) return pass(asked);
  const { Operations, ...rest } = JSON.parse(asked.body);
  const bare = Operations.map(({ op, path }: { op: string; path: string }) => ({ op, path }));
  return pass({ ...asked, body: JSON.stringify({ ...rest, Operations: bare }) });
};

const firstPageOnly: Fault = (asked, pass) => {
  asked.query.delete('startIndex');
  return pass(asked);
};

const GHOSTS = [
  'a user that does not exist is an empty list',
  'a group that does not exist is an empty list',
];
const FAULTS: [string, Fault, string[], string[]][] = [
  [
    '404 instead of an empty list',
    emptyIs404,
    [...GHOSTS, '4 filter for a user that does not exist', '16 filter for a group that does not exist'],
    [
      'a slash after the collection makes no difference',
      'asks whether a group has a member',
      'asks whether a user has a manager',
    ],
  ],
  [
    'a filter that minds the case',
    caseSensitive,
    ['5 filter for an existing user in another case', '17 filter for an existing group in another case'],
    [],
  ],
  [
    'PATCH that ignores paths',
    ignoresPaths,
    [
      '6 PATCH: replace every attribute, one operation each',
      '8 PATCH: disable a user',
      '9 PATCH: add the manager',
      '10 PATCH: replace the manager',
      '11 PATCH: remove the manager',
      '22 PATCH: add a member (op replace)',
      '23 PATCH: remove a member (filter in the path)',
      "the account's own attributes are kept as sent",
    ],
    [
      'clear attributes with an empty string, one operation each',
      'clear attributes with null, one operation each',
      'clear attributes with an empty string, without a path',
      'clear attributes with null, without a path',
      'PATCH: add every attribute to a user that has none',
      'disable with Replace and the text "False", restore with Add and "True"',
      'remove one member with a list of values',
      'asks whether a user has a manager',
    ],
  ],
  [
    'members although they are excluded',
    showsExcluded,
    ['13 read a group without its members', '14 filter for a group without its members'],
    [],
  ],
  [
    '200 on a duplicate',
    duplicateIs200,
    ['2 create the same user again', '19 create the same group again'],
    [],
  ],
  ['no authentication', open, ['401 without a token', '401 with a wrong token'], []],
  ['a group emptied by a list of one', emptiesGroups, [], ['remove one member with a list of values']],
  [
    'the first page again and again',
    firstPageOnly,
    [],
    ['pages of users (startIndex, count=5)', 'pages of groups (startIndex, count=1)'],
  ],
];

describe('a planted fault is found and named', () => {
  it.each(FAULTS)(
    '%s',
    async (_name, fault, mandatory, advice) => {
      const report = await service.checkThrough(fault);
      expect(named(report, 'failed', 'mandatory')).toEqual(mandatory);
      expect(named(report, 'failed', 'advice').filter((name) => name !== SLOW)).toEqual(advice);
      expect(report.passed).toBe(mandatory.length === 0);
      const printed = checkText(report);
      for (const name of [...mandatory, ...advice]) expect(printed).toContain(`: ${name}\n`);
      expect(await service.count('Users')).toBe(0);
    },
    60_000,
  );

  it('a filter that is ignored', async () => {
    const report = await service.checkThrough(ignoresFilter);
    expect(named(report, 'failed', 'mandatory')).toEqual(
      expect.arrayContaining(['4 filter for a user that does not exist', '15 filter for an existing group']),
    );
  }, 60_000);
});
