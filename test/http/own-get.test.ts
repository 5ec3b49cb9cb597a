import type { JsonObject } from '../../shared/scim/json.ts';
import { openService, type Service } from '../service.ts';
import { STORES } from '../stores.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const K = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const core = {
  Users: 'urn:ietf:params:scim:schemas:core:2.0:User',
  Groups: 'urn:ietf:params:scim:schemas:core:2.0:Group',
};
type Endpoint = keyof typeof core;

async function created(service: Service): Promise<Record<Endpoint, string>> {
  const boss = await service.call('POST', '/Users', { userName: 'boss' });
  const user = await service.call('POST', '/Users', {
    userName: 'ann',
    name: { givenName: 'Ann' },
    emails: [{ type: 'work', value: 'a@b.c', primary: true }],
    [K]: { Manager: { value: idOf(boss.json) }, Employee_ID: '7', Cost_Rate: 12 },
  });
  const members = [{ value: idOf(user.json) }, { value: idOf(boss.json) }];
  const group = await service.call('POST', '/Groups', { displayName: 'Staff', members });
  return { Users: idOf(user.json), Groups: idOf(group.json) };
}

const idOf = (json: unknown): string => String((json as JsonObject).id);

/** What a client may do with the resource that it has read. */
const ways: [string, string, (endpoint: Endpoint, body: JsonObject) => unknown][] = [
  ['PUT', 'PUT', (_endpoint, body) => body],
  ['PUT below the URN of the core schema', 'PUT', (endpoint, body) => ({ [core[endpoint]]: body })],
  ['PATCH replace without a path', 'PATCH', (_endpoint, value) => patch({ op: 'replace', value })],
  ['PATCH add without a path', 'PATCH', (_endpoint, value) => patch({ op: 'Add', value })],
  [
    'PATCH below the URN of the core schema',
    'PATCH',
    (endpoint, value) => patch({ op: 'replace', value: { [core[endpoint]]: value } }),
  ],
  [
    'PATCH with the URN of the core schema as path',
    'PATCH',
    (endpoint, value) => patch({ op: 'replace', path: core[endpoint], value }),
  ],
];

const patch = (operation: JsonObject) => ({ schemas: [PATCH], Operations: [operation] });

describe('RFC 7644 §3.5: what a client has read, sent back, changes nothing', () => {
  const cases = STORES.flatMap(([store, open]) =>
    (['Users', 'Groups'] as const).map((endpoint) => ({ store, open, endpoint })),
  );

  describe.each(cases)('$endpoint on $store', ({ open, endpoint }) => {
    test.each(ways)('%s', async (_title, method, bodyOf) => {
      const service = await openService({}, await open());
      const path = `/${endpoint}/${(await created(service))[endpoint]}`;
      const before = await service.call('GET', path);
      const answer = await service.call(method, path, bodyOf(endpoint, JSON.parse(before.text)));
      expect(answer).toMatchObject({ status: method === 'PATCH' && endpoint === 'Groups' ? 204 : 200 });
      expect((await service.call('GET', path)).text).toBe(before.text);
    });
  });
});
