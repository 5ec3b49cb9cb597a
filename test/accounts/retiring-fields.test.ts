/** Data that a client still sends for a field that was removed: refused with the way back, or dropped while it retires. */

import { STORES } from '../stores.ts';
import { type FieldStage, KF, openFieldStage } from './stage.ts';

const OFFICE = { id: 'Office', name: 'Office', type: 'text', required: false };
const PATH = `${KF}:Office`;

describe.each(STORES)('%s', (_, open) => {
  let stage: FieldStage;
  let ann: string;

  beforeEach(async () => {
    stage = await openFieldStage({ fields: [] }, await open());
    await stage.change([OFFICE]);
    ann = await stage.user('ann', { Office: 'Paris' });
  });

  const send = () => stage.patch(ann, { op: 'replace', path: PATH, value: 'Rome' });
  const officeOf = async () =>
    ((await stage.call('GET', `/Users/${ann}`)).json as Record<string, { Office?: string } | undefined>)[KF]
      ?.Office;

  it('a removed field is refused by name, with the day and the way back', async () => {
    await stage.change([]);
    const { status, json } = await send();
    expect([status, json]).toMatchObject([400, { scimType: 'invalidPath' }]);
    const { detail } = json as { detail: string };
    expect(detail).toContain(`${PATH} is a field of account AcDemo that was removed on 2026-01-01`);
    expect(detail).toContain('kissflow-scim field restore AcDemo Office');
    expect(detail).toContain(`delete the mapping with the target ${PATH}`);
  });

  it('what is sent for a retiring field is dropped, and the rest of the request is done', async () => {
    await stage.change([], { confirm: true, retiring: ['office'] });
    const answer = await stage.patch(
      ann,
      { op: 'replace', path: PATH, value: 'Rome' },
      { op: 'replace', path: 'title', value: 'Boss' },
    );
    expect([answer.status, answer.json]).toMatchObject([200, { title: 'Boss' }]);
    const created = await stage.call('POST', '/Users', { userName: 'bob', [KF]: { Office: 'Rome' } });
    expect(created.status).toBe(201);
    await stage.change([OFFICE]);
    expect(await officeOf()).toBe('Paris');
  });

  it('once its retirement has ended, it is refused as any removed field is', async () => {
    await stage.change([], { confirm: true, retiring: ['Office'] });
    await stage.change([], { confirm: true });
    expect((await send()).status).toBe(200);
    await stage.change([], { confirm: true, retiring: [] });
    expect((await send()).status).toBe(400);
  });

  it('a dry run says what a change would do, and changes nothing, confirmed or not', async () => {
    const before = await stage.accounts.current('AcDemo');
    for (const confirm of [true, false]) {
      expect(await stage.change([], { confirm, dryRun: true })).toEqual({
        needsConfirmation: [{ field: 'Office', reason: 'removed', users: 1 }],
      });
      expect(await stage.change([OFFICE], { confirm, dryRun: true })).toEqual({ needsConfirmation: [] });
    }
    expect(await stage.accounts.current('AcDemo')).toEqual(before);
  });

  it('a field that becomes required says how many users lack it, and asks nothing when all have it', async () => {
    const required = [{ ...OFFICE, required: true }];
    expect(await stage.change(required, { confirm: false })).toMatchObject({ account: { fields: required } });
    const grade = { ...OFFICE, id: 'Grade', required: true };
    expect(await stage.change([...required, grade], { confirm: false })).toEqual({
      needsConfirmation: [{ field: 'Grade', reason: 'required', users: 1 }],
    });
  });
});
