/** A value that was legal when it was written can be sent back, as long as it is there; a new one has to be legal now. */

import type { Field } from '../../shared/kissflow/field.ts';
import { isObject, type Json } from '../../shared/scim/json.ts';
import type { Answer } from '../service.ts';
import { STORES } from '../stores.ts';
import { type FieldStage, KF, openFieldStage } from './stage.ts';

const office = (...options: string[]): Field => ({
  id: 'Office',
  name: 'Office',
  type: 'dropdown',
  required: true,
  options,
});

const versionOf = ({ json }: Answer): Json | undefined =>
  isObject(json) && isObject(json.meta) ? json.meta.version : undefined;

const refused = {
  status: 400,
  json: { scimType: 'invalidValue', detail: expect.stringContaining(`${KF}:Office`) },
};

describe.each(STORES)('an option that was taken away, on %s', (_name, open) => {
  let stage: FieldStage;
  let id: string;
  let read: Answer;

  beforeEach(async () => {
    stage = await openFieldStage({ fields: [office('Chennai', 'London')] }, await open());
    id = await stage.user('ann', { Office: 'Chennai' });
    await stage.change([office('London', 'Paris')]);
    read = await stage.call('GET', `/Users/${id}`);
    expect(read.json).toMatchObject({ [KF]: { Office: 'Chennai' } });
  });

  const expectUnchanged = async (answer: Answer) => {
    expect([answer.status, answer.json]).toEqual([200, read.json]);
    expect((await stage.call('GET', `/Users/${id}`)).json).toEqual(read.json);
  };

  it('is put back as it was read, and nothing changes (RFC 7644 §3.5.1)', async () => {
    await expectUnchanged(await stage.call('PUT', `/Users/${id}`, read.text));
    const etag = String(versionOf(read));
    await expectUnchanged(await stage.call('PUT', `/Users/${id}`, read.text, { 'if-match': etag }));
  });

  it('stays when a PUT changes something else', async () => {
    const body = { ...(read.json as object), title: 'Boss' };
    const put = await stage.call('PUT', `/Users/${id}`, body);
    expect(put).toMatchObject({ status: 200, json: { title: 'Boss', [KF]: { Office: 'Chennai' } } });
  });

  it.each([
    ['replace by path', { op: 'Replace', path: `${KF}:Office`, value: 'Chennai' }],
    ['add by path', { op: 'Add', path: `${KF}:Office`, value: 'Chennai' }],
    ['replace without a path', { op: 'replace', value: { [KF]: { Office: 'Chennai' } } }],
    ['add by a dotted URN', { op: 'add', value: { [`${KF}:Office`]: 'Chennai' } }],
    ['replace of the extension', { op: 'replace', path: KF, value: { office: 'Chennai' } }],
  ])(
    'a PATCH with the value that is there changes nothing: %s (RFC 7644 §3.5.2)',
    async (_form, operation) => {
      await expectUnchanged(await stage.patch(id, operation));
    },
  );

  it('a new value has to be an option, whatever another user has', async () => {
    const bea = await stage.user('bea', { Office: 'London' });
    const value = { op: 'replace', path: `${KF}:Office`, value: 'Chennai' };
    expect(await stage.patch(bea, value)).toMatchObject(refused);
    const body = { userName: 'bea', [KF]: { Office: 'Chennai' } };
    expect(await stage.call('PUT', `/Users/${bea}`, body)).toMatchObject(refused);
    expect(await stage.call('POST', '/Users', { ...body, userName: 'new' })).toMatchObject(refused);
    expect(await stage.patch(id, { ...value, value: 'chennai' })).toMatchObject(refused);
    expect(await stage.call('GET', `/Users/${bea}`)).toMatchObject({ json: { [KF]: { Office: 'London' } } });
  });

  it('once it is gone it does not come back', async () => {
    const set = (value: string) => stage.patch(id, { op: 'replace', path: `${KF}:Office`, value });
    expect((await set('Paris')).status).toBe(200);
    expect(await set('Chennai')).toMatchObject(refused);
    expect(await stage.call('PUT', `/Users/${id}`, read.text)).toMatchObject(refused);
  });

  it('goes in the PATCH that names it for removal', async () => {
    await stage.change([{ ...office('London'), required: false }]);
    const removed = await stage.patch(id, { op: 'remove', path: `${KF}:Office`, value: 'Chennai' });
    expect(removed).toMatchObject({ status: 200 });
    expect(removed.json).not.toHaveProperty([KF]);
  });

  it('a value that is not shown is not there for the client either', async () => {
    await stage.change([{ id: 'Office', name: 'Office', type: 'number', required: false }]);
    const value = { op: 'replace', path: `${KF}:Office`, value: 'Chennai' };
    expect(await stage.patch(id, value)).toMatchObject(refused);
    expect(await stage.call('PUT', `/Users/${id}`, read.text)).toMatchObject(refused);
  });

  it('a PUT of a bad value to a user that is not there is 404', async () => {
    const body = { userName: 'x', [KF]: { Office: 'Rome' } };
    const missing = '0197f0a0-0000-7000-8000-000000000000';
    expect((await stage.call('PUT', `/Users/${missing}`, body)).status).toBe(404);
  });
});
