import { openService } from '../service.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const upTo = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));

async function patch(endpoint: '/Users' | '/Groups', resource: object, Operations: readonly object[]) {
  const service = await openService();
  const created = await service.call('POST', endpoint, resource);
  const { id } = created.json as { id: string };
  const body = { schemas: [PATCH], Operations };
  return service.call('PATCH', `${endpoint}/${id}`, body);
}

const emails = upTo(500, (index) => ({ value: `E${index}@x`, type: 'work' }));
const member = (index: number) => ({
  value: `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`,
  type: 'User',
});

const removals = (count: number) =>
  upTo(count, (index) => ({ op: 'remove', path: `emails[value eq "none${index}"]` }));

describe('RFC 7644 §3.5.2: what one PATCH may look at', () => {
  it('500 operations on 490 values are done, 600 on 500 are refused', async () => {
    expect(await patch('/Users', { userName: 'a', emails: emails.slice(10) }, removals(500))).toMatchObject({
      status: 200,
    });
    expect(await patch('/Users', { userName: 'a', emails }, removals(600))).toMatchObject({
      status: 400,
      json: { scimType: 'tooMany', detail: expect.stringContaining('look at more than 250000 values') },
    });
  });

  it('removals by filter behind many added members are refused', async () => {
    const operations = [
      { op: 'add', path: 'members', value: upTo(5000, member) },
      ...upTo(100, (index) => ({ op: 'remove', path: `members[value sw "x${index}"]` })),
    ];
    expect(await patch('/Groups', { displayName: 'G' }, operations)).toMatchObject({
      status: 400,
      json: { scimType: 'tooMany' },
    });
  });

  it('a listed removal finds values whatever their case, and compares what each listed one gives', async () => {
    const value = [
      { value: 'e1@X' },
      { value: 'E2@x', type: 'WORK' },
      { value: 'E3@x', type: 'home' },
      { type: 'other' },
      { value: 'none' },
    ];
    const answer = await patch('/Users', { userName: 'a', emails: emails.slice(0, 5) }, [
      { op: 'remove', path: 'emails', value },
    ]);
    const { emails: left } = answer.json as { emails: { value: string }[] };
    expect(left.map((email) => email.value)).toEqual(['E0@x', 'E3@x', 'E4@x']);
  });

  it.each([
    ['a list of one value many times', { emails: upTo(1001, () => ({ value: 'a@x' })) }, 'emails'],
    ['a long text', { title: 'x'.repeat(32_769) }, 'title has more than 32768 characters'],
    ['a long name', { displayName: 'x'.repeat(1025) }, 'displayName has more than 1024 characters'],
    ['a long user name', { userName: 'x'.repeat(1025) }, 'userName has more than 1024 characters'],
    ['a long part', { emails: [{ value: 'x'.repeat(32_769) }] }, 'emails[0].value has more than 32768'],
    [
      'a long binary value',
      { x509Certificates: [{ value: 'QUJD'.repeat(16_385) }] },
      'x509Certificates[0].value has more than 65536',
    ],
  ])('%s is refused', async (_name, attributes, detail) => {
    const service = await openService();
    expect(await service.call('POST', '/Users', { userName: 'a', ...attributes })).toMatchObject({
      status: 400,
      json: { scimType: 'invalidValue', detail: expect.stringContaining(detail) },
    });
  });
});
