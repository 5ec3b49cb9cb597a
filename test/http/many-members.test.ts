import { chunks } from '../../shared/storage/documents/pages.ts';
import { membershipDocument } from '../../shared/storage/resources/partition/documents.ts';
import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

interface Group {
  readonly id: string;
  readonly meta: object;
  readonly members?: readonly object[];
}

const SIZE = 1_201;

describe.each(STORES)('RFC 7644 §3.4.1 a group whose members are written in pieces (%s)', (_name, open) => {
  const stage = async () => {
    const stores = await open();
    const service = await openService({}, stores);
    const { json } = await service.call('POST', '/Groups', { displayName: 'G' });
    const { id } = json as unknown as Group;
    const memberIds = Array.from(
      { length: SIZE },
      (_, index) => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    );
    for (const some of chunks(memberIds, 100)) {
      await stores.resources.batch(
        'AcDemo',
        some.map((memberId) => ({
          kind: 'create',
          document: membershipDocument({ groupId: id, memberId, memberType: 'User' }),
        })),
      );
    }
    const whole = memberIds.map((value) => ({
      value,
      type: 'User',
      $ref: `${service.baseUrl}/Users/${value}`,
    }));
    const get = async (path: string) => {
      const answer = await service.call('GET', path);
      return { ...answer, group: answer.json as unknown as Group };
    };
    return { service, id, memberIds, whole, get };
  };

  it('has all of them, under its version, alone and in a list', async () => {
    const { id, whole, get } = await stage();
    const alone = await get(`/Groups/${id}`);
    expect([alone.status, alone.headers.get('etag')]).toEqual([200, 'W/"1"']);
    expect(alone.group).toMatchObject({ id, displayName: 'G', meta: { version: 'W/"1"' } });
    expect(alone.group.members).toEqual(whole);
    const { json } = await get('/Groups');
    expect(json).toMatchObject({ totalResults: 1, itemsPerPage: 1, Resources: [alone.group] });
  });

  it('shows what of them the client selects (RFC 7644 §3.9)', async () => {
    const { id, memberIds, whole, get } = await stage();
    const values = memberIds.map((value) => ({ value }));
    const selected = await get(`/Groups/${id}?attributes=members.value`);
    expect(selected.group.members).toEqual(values);
    const without = await get(`/Groups/${id}?excludedAttributes=members.type,members.$ref`);
    expect(without.group.members).toEqual(values);
    expect((await get(`/Groups/${id}?attributes=members.display`)).group).not.toHaveProperty('members');
    expect((await get(`/Groups/${id}?attributes=members`)).group.members).toEqual(whole);
  });

  it('HEAD and If-None-Match cost no text, and a PATCH that asks for them gets them', async () => {
    const { service, id, whole } = await stage();
    expect((await service.call('HEAD', `/Groups/${id}`)).text).toBe('');
    const same = await service.call('GET', `/Groups/${id}`, undefined, { 'if-none-match': 'W/"1"' });
    expect([same.status, same.text]).toEqual([304, '']);
    const patched = await service.call('PATCH', `/Groups/${id}?attributes=members`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'displayName', value: 'H' }],
    });
    expect([patched.status, (patched.json as unknown as Group).members]).toEqual([200, whole]);
  });
});
