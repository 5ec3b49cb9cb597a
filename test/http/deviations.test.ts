/** What the core allows on behalf of clients is named in the log line, as each rule for a client's habit is. */

import { openService } from '../service.ts';

const PATCH_OP = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] };
const FORMATTED = 'addresses[type eq "work"].formatted';

const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;

type Case = readonly [title: string, method: string, path: string, operations: object[], names: string[]];

const cases: readonly Case[] = [
  ['a filter in single quotes', 'GET', filtered("userName eq 'ann'"), [], ['singleQuotes']],
  ['a filter without quotes', 'GET', filtered('userName eq ann'), [], ['lenientLiterals']],
  ['a boolean as text in a filter', 'GET', filtered('active eq "True"'), [], ['lenientLiterals']],
  ['a filter as the RFC writes it', 'GET', filtered('userName eq "o\'ann" and active eq true'), [], []],
  [
    'a value filter in single quotes',
    'PATCH',
    '/Users/{id}',
    [{ op: 'remove', path: "emails[type eq 'home']" }],
    ['singleQuotes'],
  ],
  [
    'a value filter with a boolean as text, in a key',
    'PATCH',
    '/Users/{id}',
    [{ op: 'add', value: { "roles[primary eq 'True'].value": 'Admin' } }],
    ['createMissingTarget', 'lenientLiterals', 'path-key', 'singleQuotes'],
  ],
  [
    'an element that is made for its filter',
    'PATCH',
    '/Users/{id}',
    [{ op: 'add', path: FORMATTED, value: 'Chennai' }],
    ['createMissingTarget'],
  ],
  [
    'an element that is there',
    'PATCH',
    '/Users/{id}',
    [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' }],
    [],
  ],
  [
    'remove with the value that is there',
    'PATCH',
    '/Users/{id}',
    [{ op: 'remove', path: 'title', value: 'Engineer' }],
    ['removeListedValues'],
  ],
  ['remove', 'PATCH', '/Users/{id}', [{ op: 'remove', path: 'title' }], []],
  [
    'remove of listed members',
    'PATCH',
    '/Groups/{group}',
    [{ op: 'remove', path: 'members', value: [{ value: '{id}' }] }],
    ['removeListedValues'],
  ],
];

test.each(cases)('%s', async (_title, method, path, operations, names) => {
  const service = await openService();
  const created = async (endpoint: string, body: object): Promise<string> => {
    const { json } = await service.call('POST', endpoint, body);
    return String(Object(json).id);
  };
  const id = await created('/Users', {
    userName: 'ann',
    title: 'Engineer',
    emails: [{ type: 'work', value: 'a@example.com' }],
  });
  const group = await created('/Groups', { displayName: 'Staff' });
  const filled = (text: string) => text.replaceAll('{id}', id).replaceAll('{group}', group);
  const body = { ...PATCH_OP, Operations: operations };
  const answer = await service.call(
    method,
    filled(path),
    method === 'GET' ? undefined : JSON.parse(filled(JSON.stringify(body))),
  );
  expect([200, 204]).toContain(answer.status);
  const { quirks = [] } = Object(service.lines.at(-1));
  expect([...quirks].sort()).toEqual(names);
});
