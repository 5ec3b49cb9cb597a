import { openService } from '../service.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BODIES = { Users: { userName: 'ann' }, Groups: { displayName: 'Staff' } } as const;

describe.each(['Users', 'Groups'] as const)('RFC 7643 §3.1 where a resource of /%s is', (collection) => {
  const open = async () => {
    const service = await openService();
    const created = await service.call('POST', `/${collection}`, BODIES[collection]);
    const { id, meta } = created.json as { id: string; meta: { location: string } };
    return { service, created, path: `/${collection}/${id}`, location: meta.location };
  };
  const named = ({ headers }: { readonly headers: Headers }) => [
    headers.get('content-location'),
    headers.get('location'),
    headers.get('content-type'),
  ];
  const patch = { schemas: [PATCH], Operations: [{ op: 'add', path: 'externalId', value: 'x' }] };

  it('POST, PUT and PATCH name it in Location and Content-Location', async () => {
    const { service, created, path, location } = await open();
    const replaced = await service.call('PUT', path, BODIES[collection]);
    const modified = await service.call('PATCH', `${path}?attributes=externalId`, patch);
    for (const answer of [created, replaced, modified]) {
      expect(named(answer)).toEqual([location, location, 'application/scim+json']);
    }
  });

  it('GET, HEAD and 304 name it in Content-Location alone', async () => {
    const { service, path, location } = await open();
    expect(named(await service.call('GET', path))).toEqual([location, null, 'application/scim+json']);
    expect(named(await service.call('HEAD', `${path}?attributes=id`))).toEqual([
      location,
      null,
      'application/scim+json',
    ]);
    const known = await service.call('GET', `${path}?attributes=id`, undefined, { 'if-none-match': 'W/"1"' });
    expect([known.status, ...named(known)]).toEqual([304, location, null, null]);
  });

  it('a list, an error and an answer without a body name nothing', async () => {
    const { service, path } = await open();
    const answers = [
      await service.call('GET', `/${collection}`),
      await service.call('PUT', path, {}),
      await service.call('DELETE', path),
    ];
    for (const answer of answers) expect(named(answer).slice(0, 2)).toEqual([null, null]);
  });
});

it('RFC 7644 §3.5.2: PATCH of a group answers 204 with its version, unless attributes are asked for', async () => {
  const service = await openService();
  const created = await service.call('POST', '/Groups', BODIES.Groups);
  const path = `/Groups/${(created.json as { id: string }).id}`;
  const patch = { schemas: [PATCH], Operations: [{ op: 'add', path: 'externalId', value: 'x' }] };
  const silent = await service.call('PATCH', path, patch);
  expect([silent.status, silent.text, silent.headers.get('etag')]).toEqual([204, '', 'W/"2"']);
  const asked = await service.call('PATCH', `${path}?attributes=externalId`, patch);
  expect([asked.status, asked.json]).toMatchObject([200, { externalId: 'x' }]);
});
