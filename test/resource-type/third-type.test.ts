/** RFC 7643 §6: another resource type is data, one line in a table and one function; no code knows its name. */

import { app } from '@azure/functions';
import {
  RESOURCE_TYPES,
  type ResourceTypeTable,
  resourceTypesIn,
} from '../../shared/accounts/resource-types.ts';
import { importRecords } from '../../shared/archive/import-records.ts';
import { recordOf } from '../../shared/archive/record.ts';
import { isObject, type Json } from '../../shared/scim/json.ts';
import { groupType } from '../../shared/scim/schema/core-types.ts';
import { compileResourceType, type ResourceTypeDefinition } from '../../shared/scim/schema/resource-type.ts';
import type { SchemaDefinition } from '../../shared/scim/schema/schema.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { archiveStore } from '../../shared/storage/resources/archive.ts';
import { resourceDocumentId } from '../../shared/storage/resources/partition/documents.ts';
import { reservationId } from '../../shared/storage/resources/partition/reservation.ts';
import { sampleAccount } from '../sample-account.ts';
import { type Answer, openService, type Service } from '../service.ts';
import { STORES } from '../stores.ts';
import device from './device.json' with { type: 'json' };
import { devices } from './devices.ts';

const deviceDefinition: ResourceTypeDefinition = {
  name: 'Device',
  description: 'Device',
  endpoint: '/Devices',
  schema: device as SchemaDefinition,
  uniqueAttribute: 'serialNumber',
  patchAnswer: 'resource',
};
const deviceType = compileResourceType(deviceDefinition);

const TABLE: ResourceTypeTable = { ...RESOURCE_TYPES, Device: () => deviceType };
const NAMES = Object.keys(TABLE);

const URN = device.id;
const account = sampleAccount('reject');
const types = resourceTypesIn(TABLE)(account);

const part = (json: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce((at, name) => (isObject(at) ? at[name] : undefined), json);
const idOf = ({ json }: Answer): string => String(part(json, 'id'));

describe.each(STORES)('a third resource type on %s', (_store, open) => {
  let stores: Awaited<ReturnType<typeof open>>;
  let service: Service;
  const call = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    service.call(method, path, body, headers);
  const post = (serialNumber: string, more: object = {}) =>
    call('POST', '/Devices', { schemas: [URN], serialNumber, ...more });
  const patch = (id: string, ...Operations: readonly object[]) =>
    call('PATCH', `/Devices/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations,
    });
  const found = async (filter: string) => {
    const { json } = await call('GET', `/Devices?filter=${encodeURIComponent(filter)}`);
    const resources = part(json, 'Resources');
    return Array.isArray(resources) ? resources.map((one) => part(one, 'serialNumber')) : [];
  };

  beforeEach(async () => {
    stores = await open();
    service = await openService(account, stores, Date.now, undefined, TABLE, [devices]);
  });

  it('is created, with its location and what it refers to; read back as it was answered (RFC 7644 §3.3)', async () => {
    const user = idOf(
      await call('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'ann@example.com',
      }),
    );
    const created = await post('SN-1', { weight: 1.5, active: true, owner: { value: user } });
    expect(created.status).toBe(201);
    const location = `${service.baseUrl}/Devices/${idOf(created)}`;
    expect(created.headers.get('location')).toBe(location);
    expect(created.json).toMatchObject({
      schemas: [URN],
      serialNumber: 'SN-1',
      owner: { value: user, $ref: `${service.baseUrl}/Users/${user}` },
      meta: { resourceType: 'Device', location },
    });
    expect((await call('GET', `/Devices/${idOf(created)}`)).json).toEqual(created.json);
    expect((await call('GET', `/Users/${idOf(created)}`)).status).toBe(404);
    expect((await call('GET', `/Groups/${idOf(created)}`)).status).toBe(404);
  });

  it('is told from users and groups in every list, and its unique attribute from theirs (RFC 7644 §3.4.2)', async () => {
    await call('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'SN-1',
    });
    await post('SN-1', { displayName: 'SN-1' });
    for (const [endpoint, total] of [
      ['/Users', 0],
      ['/Groups', 1],
      ['/Devices', 1],
    ] as const)
      expect(part((await call('GET', endpoint)).json, 'totalResults')).toBe(total);
    expect(await post('sn-1')).toMatchObject({ status: 409, json: { scimType: 'uniqueness' } });
  });

  it('is found by filters on its own attributes, one by one and in pages', async () => {
    await post('SN-1', { ports: [{ value: 'eth0', type: 'lan' }], weight: 2 });
    await post('SN-2', { displayName: 'Printer', weight: 10 });
    expect(await found('serialNumber eq "sn-2"')).toEqual(['SN-2']);
    expect(await found('ports[type eq "lan"].value eq "eth0"')).toEqual(['SN-1']);
    expect(await found('weight gt 9 or ports pr')).toEqual(['SN-1', 'SN-2']);
    const second = await call('GET', '/Devices?startIndex=2&count=1');
    expect(second.json).toMatchObject({ totalResults: 2, Resources: [{ serialNumber: 'SN-2' }] });
    expect(await call('GET', '/Devices?filter=members%20pr')).toMatchObject({ status: 400 });
  });

  it('is changed by PATCH and PUT, under conditions, and its old name is free (RFC 7644 §3.5)', async () => {
    const id = idOf(await post('SN-1', { displayName: 'Old' }));
    const patched = await patch(
      id,
      { op: 'replace', path: 'serialNumber', value: 'SN-9' },
      { op: 'add', path: 'ports', value: [{ value: 'eth0', type: 'lan' }] },
    );
    expect(patched).toMatchObject({
      status: 200,
      json: {
        serialNumber: 'SN-9',
        displayName: 'Old',
        ports: [{ value: 'eth0' }],
        meta: { version: 'W/"2"' },
      },
    });
    expect((await post('SN-1')).status).toBe(201);
    const body = { schemas: [URN], serialNumber: 'SN-9', active: false };
    expect((await call('PUT', `/Devices/${id}`, body, { 'if-match': 'W/"1"' })).status).toBe(412);
    const put = await call('PUT', `/Devices/${id}`, body, { 'if-match': 'W/"2"' });
    expect(put).toMatchObject({ status: 200, json: { active: false } });
    expect(put.json).not.toHaveProperty('displayName');
    expect(await patch(id, { op: 'add', path: 'colour', value: 'red' })).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('is not an attribute of devices') },
    });
  });

  it('is deleted for good; nothing stays owed for it (RFC 7644 §3.6)', async () => {
    const id = idOf(await post('SN-1'));
    expect((await call('DELETE', `/Devices/${id}`)).status).toBe(204);
    expect((await call('GET', `/Devices/${id}`)).status).toBe(404);
    expect((await post('SN-1')).status).toBe(201);
    expect(await stores.resources.read(account.id, resourceDocumentId('Device', id))).toMatchObject({
      type: 'tombstone',
    });
    expect(await stores.resources.read(account.id, resourceDocumentId('Device', id))).not.toHaveProperty(
      'owes',
    );
  });

  it('describes itself (RFC 7644 §4)', async () => {
    expect((await call('GET', '/ResourceTypes/Device')).json).toMatchObject({
      endpoint: '/Devices',
      schema: URN,
    });
    const schema = (await call('GET', `/Schemas/${URN}`)).json;
    const attributes = part(schema, 'attributes');
    expect(Array.isArray(attributes) && attributes.map((one) => part(one, 'name'))).toEqual([
      'externalId',
      ...device.attributes.map(({ name }) => name),
    ]);
  });

  it('has its changes and refusals in the log, by the name that it is called by', async () => {
    const id = idOf(await post('SN-1'));
    await patch(id, { op: 'replace', path: 'serialNumber', value: 'SN-9' });
    await post('SN-9');
    const log = logStore(stores.resources, stores.activity, Date.now);
    const { entries } = await log.query(account.id, { limit: 10 });
    expect(
      entries.map(({ resourceType, name, event, outcome }) => [resourceType, name, event ?? outcome]).sort(),
    ).toEqual([
      ['Device', 'SN-1', 'created'],
      ['Device', 'SN-9', 'refused'],
      ['Device', 'SN-9', 'renamed'],
    ]);
    const byFormerName = await log.query(account.id, { limit: 10, subject: 'sn-1' });
    expect(byFormerName.entries.map(({ event }) => event).sort()).toEqual(['created', 'renamed']);
  });

  it('leaves with an export, and comes back', async () => {
    await call('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'All',
    });
    const created = await post('SN-1', { weight: 1.5, ports: [{ value: 'eth0', type: 'lan' }] });
    const taken = archiveStore(stores.resources, Date.now, NAMES);
    expect(await taken.totals(account.id)).toEqual({ users: 0, groups: 1, devices: 1, memberships: 0 });
    const records = [];
    for (let from: string | undefined, first = true; first || from !== undefined; first = false) {
      const page = await taken.page(account.id, from, 10);
      records.push(...page.items.map((item) => recordOf(account.id, types, item)));
      from = page.next;
    }
    expect(records.map(({ record }) => record)).toEqual(['group', 'device']);

    const other = await open();
    const archive = archiveStore(other.resources, Date.now, NAMES);
    const numbered = records.map((record, index) => ({ index, record: JSON.parse(JSON.stringify(record)) }));
    const deps = { account, types, archive, note: () => [] };
    expect(await importRecords(deps, numbered)).toMatchObject({ created: 2, refused: [] });
    expect(await importRecords(deps, numbered)).toMatchObject({ created: 0, unchanged: 2 });
    const there = await openService(account, other, Date.now, undefined, TABLE, [devices]);
    const restored = await there.call('GET', `/Devices/${idOf(created)}`);
    expect(restored.json).toEqual(created.json);
  });
});

describe('a resource type', () => {
  it('is registered by one function', async () => {
    const registered: unknown[] = [];
    const http = jest.spyOn(app, 'http').mockImplementation((...given) => {
      registered.push(given);
    });
    process.env.PUBLIC_BASE_URL = 'https://scim.example.test';
    (await import('../../functions/runtime/register.ts')).register([devices]);
    http.mockRestore();
    expect(registered).toEqual([
      ['devices', expect.objectContaining({ route: 'scim/v2/{accountId}/Devices/{*rest}' })],
    ]);
  });

  it('keeps its unique values apart from those of another type, also under the same name', () => {
    const byName = compileResourceType({ ...deviceDefinition, uniqueAttribute: 'displayName' });
    expect(reservationId(byName, 'x')).not.toBe(reservationId(groupType, 'x'));
  });

  it.each(['Membership', 'Reservation', 'Tombstone', 'Intent', 'Log', 'M', 'USER', 'group'])(
    'cannot have the name %s, which documents of another kind have',
    (name) => {
      expect(() => resourceDocumentId(name, 'x')).toThrow(TypeError);
    },
  );

  it('cannot have the name of another type in other letters', () => {
    const group = () => groupType;
    expect(() => resourceTypesIn({ Group: group, GROUP: group })).toThrow(
      'resource types with one name: Group, GROUP',
    );
  });
});
