/** RFC 7644 §3.14, RFC 9110 §13.1.1: of several changes of one version that say so, exactly one is made. */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { openService, type Service } from '../service.ts';
import { STORES } from '../stores.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const objectOf = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});

const winnerOf = (statuses: readonly number[]): number => statuses.findIndex((status) => status < 300);

const patchOf = (operation: unknown) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [operation],
});

describe.each(STORES)('changes with one If-Match at the same time, on %s', (_name, open) => {
  let service: Service;
  let members: string[];

  const created = async (path: string, body: unknown): Promise<string> =>
    String(objectOf((await service.call('POST', path, body)).json).id);
  const memberIds = ({ members: list }: JsonObject): string[] =>
    (Array.isArray(list) ? list : []).map((one: Json) => String(objectOf(one).value)).sort();
  const read = async (path: string): Promise<JsonObject> => objectOf((await service.call('GET', path)).json);

  /** @returns the place of the one that was made */
  async function onlyOne(path: string, requests: readonly (readonly [method: string, body?: unknown])[]) {
    const { version } = objectOf((await read(path)).meta);
    const headers = { 'if-match': String(version) };
    const answers = await Promise.all(
      requests.map(([method, body]) => service.call(method, path, body, headers)),
    );
    const statuses = answers.map(({ status }) => status);
    const lost = requests[winnerOf(statuses)]?.[0] === 'DELETE' ? [404, 412] : [412];
    const made = statuses.filter((status) => !lost.includes(status));
    expect([[200], [204]]).toContainEqual(made);
    return winnerOf(statuses);
  }

  beforeEach(async () => {
    service = await openService({}, await open());
    members = await Promise.all(range(5).map((index) => created('/Users', { userName: `u${index}` })));
  });

  it('PUT of a user', async () => {
    const path = `/Users/${members[0]}`;
    const winner = await onlyOne(
      path,
      range(6).map((index) => ['PUT', { userName: 'u0', title: `t${index}` }]),
    );
    expect(await read(path)).toMatchObject({ title: `t${winner}`, meta: { version: 'W/"2"' } });
  });

  it('PUT of the members of a group, which leaves its attributes as they are', async () => {
    const path = `/Groups/${await created('/Groups', { displayName: 'g' })}`;
    const winner = await onlyOne(
      path,
      members.map((value) => ['PUT', { displayName: 'g', members: [{ value }] }]),
    );
    expect(memberIds(await read(path))).toEqual([members[winner]]);
  });

  it('PATCH that adds a member, each another one', async () => {
    const path = `/Groups/${await created('/Groups', { displayName: 'g' })}`;
    const winner = await onlyOne(
      path,
      members.map((value) => ['PATCH', patchOf({ op: 'add', path: 'members', value: [{ value }] })]),
    );
    expect(memberIds(await read(path))).toEqual([members[winner]]);
  });

  it('PATCH that removes a member, each another one', async () => {
    const body = { displayName: 'g', members: members.map((value) => ({ value })) };
    const path = `/Groups/${await created('/Groups', body)}`;
    const winner = await onlyOne(
      path,
      members.map((id) => ['PATCH', patchOf({ op: 'remove', path: `members[value eq "${id}"]` })]),
    );
    expect(memberIds(await read(path))).toEqual(members.toSpliced(winner, 1).sort());
  });

  it('PUT, PATCH and DELETE of a user', async () => {
    const path = `/Users/${members[0]}`;
    const winner = await onlyOne(path, [
      ['PUT', { userName: 'u0', title: 'put' }],
      ['PATCH', patchOf({ op: 'add', path: 'title', value: 'patch' })],
      ['DELETE'],
    ]);
    const { title, status } = await read(path);
    expect([title, status]).toEqual(
      [
        ['put', undefined],
        ['patch', undefined],
        [undefined, '404'],
      ][winner],
    );
  });

  it('without If-Match all changes of members are made', async () => {
    const path = `/Groups/${await created('/Groups', { displayName: 'g' })}`;
    const add = (value: string) => patchOf({ op: 'add', path: 'members', value: [{ value }] });
    const answers = await Promise.all(members.map((value) => service.call('PATCH', path, add(value))));
    expect(answers.map(({ status }) => status)).toEqual(members.map(() => 204));
    expect(memberIds(await read(path))).toEqual([...members].sort());
  });
});
