import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const emails = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ value: `${from + index}@x` }));

describe('limits of a PATCH', () => {
  it('an attribute keeps at most 1,000 values, however they come', async () => {
    const service = await openService();
    expect((await service.call('POST', '/Users', { userName: 'a', emails: emails(1001) })).status).toBe(400);
    const created = await service.call('POST', '/Users', { userName: 'a', emails: emails(1000) });
    const { id } = created.json as { id: string };
    const add = (values: unknown) =>
      service.call('PATCH', `/Users/${id}`, {
        schemas: [PATCH],
        Operations: [{ op: 'add', path: 'emails', value: values }],
      });
    expect(await add(emails(1, 2000))).toMatchObject({
      status: 400,
      json: { scimType: 'invalidValue', detail: expect.stringContaining('1001 values') },
    });
    expect((await add(emails(1))).status).toBe(200);
  });

  it('a PATCH holds at most 1,000 operations on anything but members', async () => {
    const service = await openService();
    const created = await service.call('POST', '/Users', { userName: 'a' });
    const { id } = created.json as { id: string };
    const titles = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ op: 'add', path: 'title', value: `t${index}` }));
    const send = (Operations: unknown) =>
      service.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations });
    expect(await send(titles(1001))).toMatchObject({
      status: 400,
      json: {
        scimType: 'tooMany',
        detail: expect.stringContaining('1000 operations, and any number that add members'),
      },
    });
    expect(await send(titles(1000))).toMatchObject({ status: 200, json: { title: 't999' } });
  });
});

describe.each(STORES)('a PATCH of as many operations on members as a body holds (%s)', (_name, open) => {
  async function stage(people: number) {
    const service = await openService({}, await open());
    const ids: string[] = [];
    for (let index = 0; index < people; index += 1) {
      const { json } = await service.call('POST', '/Users', { userName: `u${index}` });
      ids.push((json as { id: string }).id);
    }
    const { json } = await service.call('POST', '/Groups', { displayName: 'G' });
    const path = `/Groups/${(json as { id: string }).id}`;
    const send = (Operations: unknown) => service.call('PATCH', path, { schemas: [PATCH], Operations });
    const members = async () => {
      const answer = await service.call('GET', path);
      const { members: present = [] } = answer.json as { members?: { value: string }[] };
      return present.map(({ value }) => value).sort();
    };
    return { ids, send, members };
  }
  const nobody = (index: number) => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const forms: ((id: string) => object)[] = [
    (id) => ({ op: 'add', path: 'members', value: [{ value: id }] }),
    (id) => ({ op: 'Add', path: 'members', value: id }),
    (id) => ({ op: 'add', value: { members: [{ value: id }] } }),
    (id) => ({
      op: 'Add',
      path: 'urn:ietf:params:scim:schemas:core:2.0:Group:members',
      value: [{ $ref: null, value: id }],
    }),
  ];

  it('each adds one member, in every form, and the last word on a member counts', async () => {
    const { ids, send, members } = await stage(5);
    const add = Array.from({ length: 4000 }, (_, index) =>
      forms[index % forms.length]?.(String(ids[index % 5])),
    );
    const first = { op: 'remove', path: `members[value eq "${ids[0]}"]` };
    expect((await send([...add, first, { op: 'replace', path: 'displayName', value: 'H' }])).status).toBe(
      204,
    );
    expect(await members()).toEqual(ids.slice(1).sort());
  });

  it('each removes one member, by id or by a list', async () => {
    const { ids, send, members } = await stage(3);
    await send([{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
    const remove = Array.from({ length: 9000 }, (_, index) =>
      index % 2
        ? { op: 'remove', path: `members[value eq "${nobody(index)}"]` }
        : { op: 'Remove', path: 'members', value: [{ value: nobody(index) }] },
    );
    expect((await send([...remove, { op: 'remove', path: `members[value eq "${ids[1]}"]` }])).status).toBe(
      204,
    );
    expect(await members()).toEqual([ids[0], ids[2]]);
  });

  it('a filter that is not by id looks at every member: of those, too, 1,000', async () => {
    const { ids, send, members } = await stage(1);
    await send([{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
    const remove = Array.from({ length: 1001 }, () => ({ op: 'remove', path: 'members[type eq "Group"]' }));
    expect(await send(remove)).toMatchObject({ status: 400, json: { scimType: 'tooMany' } });
    expect((await send(remove.slice(1))).status).toBe(204);
    expect(await members()).toEqual(ids);
  });
});
