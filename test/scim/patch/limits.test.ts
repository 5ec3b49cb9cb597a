import { openService } from '../../service.ts';

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

  it('a PATCH holds at most 1,000 operations', async () => {
    const service = await openService();
    const Operations = Array.from({ length: 1001 }, () => ({ op: 'add', path: 'title', value: 'x' }));
    const answer = await service.call('PATCH', '/Users/x', { schemas: [PATCH], Operations });
    expect(answer).toMatchObject({ status: 400, json: { scimType: 'tooMany' } });
  });
});
