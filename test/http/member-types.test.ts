/** RFC 7643 §4.2: the `type` of a member that a client names is what spares the service a look-up. */

import { isObject } from '../../shared/scim/json.ts';
import { counting } from '../contract/counting.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

const patchOf = (value: unknown) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'add', path: 'members', value: [value] }],
});

describe('a group that becomes a member', () => {
  it('named with its type costs two reads and one batch', async () => {
    const stores = memoryStores();
    const resources = counting(stores.resources);
    const service = await openService({}, { ...stores, resources });
    const [inner, outer] = await Promise.all(
      ['inner', 'outer'].map(async (displayName) => {
        const { json } = await service.call('POST', '/Groups', { displayName });
        return isObject(json) ? String(json.id) : '';
      }),
    );
    resources.spent();
    expect(
      (await service.call('PATCH', `/Groups/${outer}`, patchOf({ value: inner, type: 'Group' }))).status,
    ).toBe(204);
    expect(resources.spent()).toEqual({ read: 2, batch: 1, query: 0, count: 0 });
    const { json } = await service.call('GET', `/Groups/${outer}`);
    expect(json).toMatchObject({ members: [{ value: inner, type: 'Group' }] });
  });
});
