/** One entry in the table of field types, and a field of the new type passes every door. */

import './percentage.ts';
import { openapi } from '../../shared/manage/contract/openapi-document.ts';
import type { JsonObject } from '../../shared/scim/json.ts';
import { openConsole } from '../manage/console.ts';
import { openService } from '../service.ts';
import { STORES } from '../stores.ts';

const URN = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const FIELDS = '/accounts/AcDemo/fields';
const bonus = { id: 'Bonus', name: 'Bonus', type: 'percentage', required: false };

const objects = (json: unknown): readonly JsonObject[] => json as readonly JsonObject[];
const named = (json: unknown, name: string) => objects(json).find((one) => one.name === name);

describe.each(STORES)('a field of type percentage on %s', (_name, openStores) => {
  const opened = async () => {
    const stores = await openStores();
    const { call } = await openConsole({ stores: () => stores, account: { fields: [] } });
    const define = async (fields: readonly object[], query = '') => {
      const { headers } = await call('GET', FIELDS);
      return call('PUT', FIELDS + query, { fields }, { 'if-match': String(headers.get('etag')) });
    };
    expect((await define([bonus])).status).toBe(200);
    return { call, define, service: await openService({ fields: [] }, stores) };
  };

  it('is defined through the manage API, whose description names the type', async () => {
    const { call, define } = await opened();
    expect(openapi.components.schemas.FieldType.enum).toContain('percentage');
    expect((await call('GET', FIELDS)).json).toEqual({ fields: [bonus], formerFields: [] });
    const wrong = await define([{ ...bonus, type: 'percent' }]);
    expect([wrong.status, wrong.json.detail]).toEqual([400, expect.stringContaining('percentage')]);
    const optional = await define([{ ...bonus, options: ['1%'] }]);
    expect([optional.status, optional.text]).toEqual([400, expect.stringContaining('leave them out')]);
  });

  it('is discovered in /Schemas (RFC 7643 §7)', async () => {
    const { service } = await opened();
    const { json } = await service.call('GET', `/Schemas/${URN}`);
    expect(named((json as JsonObject).attributes, 'Bonus')).toMatchObject({
      type: 'string',
      format: 'percentage',
      description: 'Bonus (Kissflow percentage field)',
    });
  });

  it('is written by POST and PATCH, refused where the value is none, and found by a filter', async () => {
    const { service } = await opened();
    const created = await service.call('POST', '/Users', { userName: 'ann', [URN]: { Bonus: '12.5%' } });
    expect(created).toMatchObject({ status: 201, json: { [URN]: { Bonus: '12.5%' } } });
    const patch = (value: string) =>
      service.call('PATCH', `/Users/${(created.json as JsonObject).id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: `${URN}:Bonus`, value }],
      });
    expect(await patch('a lot')).toMatchObject({
      status: 400,
      json: { scimType: 'invalidValue', detail: expect.stringContaining('a percentage such as "12.5%"') },
    });
    expect(await patch('15%')).toMatchObject({ status: 200, json: { [URN]: { Bonus: '15%' } } });
    const filter = encodeURIComponent(`${URN}:Bonus eq "15%"`);
    expect(await service.call('GET', `/Users?filter=${filter}`)).toMatchObject({
      status: 200,
      json: { totalResults: 1 },
    });
  });

  it('is in the mapping guide, with its note', async () => {
    const { call } = await opened();
    const { json } = await call('GET', '/accounts/AcDemo/mapping-guide?format=json');
    expect(named(json.fields, 'Bonus')).toMatchObject({
      target: `${URN}:Bonus`,
      type: 'String',
      notes: expect.arrayContaining(['A percentage: 12.5%.']),
    });
  });

  it('is counted before it is removed, and keeps its values until it returns', async () => {
    const { define, service } = await opened();
    await service.call('POST', '/Users', { userName: 'ann', [URN]: { Bonus: '12.5%' } });
    const removal = await define([]);
    expect([removal.status, removal.json]).toMatchObject([
      409,
      { needsConfirmation: [{ field: 'Bonus', users: 1 }] },
    ]);
    expect((await define([], '?confirm=true')).status).toBe(200);
    const retyped = await define([{ ...bonus, type: 'text' }]);
    expect(retyped.status).toBe(409);
    expect((await define([bonus])).status).toBe(200);
  });
});
