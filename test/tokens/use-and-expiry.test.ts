import { tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';
import { DAY, MINUTE, openStage, START, terms } from './stage.ts';

describe('the use of a token', () => {
  const used = (firstUsedAt: string, lastUsedAt: string) => ({ firstUsedAt, lastUsedAt });

  it('keeps its first time, and takes over the last one', async () => {
    const stage = openStage();
    const tokens = stage.start();
    const { tokenId } = await tokens.issue('AcDemo', terms());
    const [one, another] = [tokenUseStore(stage.activity), tokenUseStore(stage.activity)];
    await Promise.all([
      one.record('AcDemo', tokenId, used('2026-01-01T12:00:00.000Z', '2026-01-01T12:01:00.000Z')),
      another.record('AcDemo', tokenId, used('2026-01-01T12:00:00.000Z', '2026-01-01T12:01:00.000Z')),
    ]);
    await one.record('AcDemo', tokenId, used('2026-01-01T12:02:00.000Z', '2026-01-01T12:03:00.000Z'));
    expect((await tokens.list('AcDemo'))[0]).toMatchObject(
      used('2026-01-01T12:00:00.000Z', '2026-01-01T12:03:00.000Z'),
    );
  });

  it('is a day, and without a first time, where an earlier version recorded it', async () => {
    const stage = openStage();
    const tokens = stage.start();
    const { tokenId } = await tokens.issue('AcDemo', terms());
    const document = { id: `t.${tokenId}`, type: 'token-use', tokenId, lastUsed: '2025-12-31' };
    await stage.activity.batch('AcDemo', [{ kind: 'upsert', document }]);
    const [before] = await tokens.list('AcDemo');
    expect(before).toMatchObject({ firstUsedAt: null, lastUsedAt: '2025-12-31T00:00:00.000Z' });
    const now = '2026-01-01T12:00:00.000Z';
    await tokenUseStore(stage.activity).record('AcDemo', tokenId, used(now, now));
    expect((await tokens.list('AcDemo'))[0]).toMatchObject({ firstUsedAt: null, lastUsedAt: now });
  });
});

describe('expiry warnings', () => {
  it('come 30, 14, 7 and 1 days ahead, once each, however often the token is used', async () => {
    const { start, pass } = openStage();
    const tokens = start();
    const { text } = await tokens.issue('AcDemo', terms(new Date(START + 40 * DAY)));
    const warned: number[] = [];
    for (let hour = 0; hour < 40 * 24; hour += 1) {
      const verified = await tokens.verify('AcDemo', text);
      if (verified?.warning) warned.push(verified.warning.daysLeft);
      pass(60 * MINUTE);
    }
    expect(warned).toEqual([30, 14, 7, 1]);
  });

  it('a token that is first used late is warned of with the days that are left', async () => {
    const { start, pass } = openStage();
    const { text } = await start().issue('AcDemo', terms(new Date(START + 40 * DAY)));
    pass(29 * DAY + 1);
    const [one, another] = [start(), start()];
    for (const tokens of [one, another]) {
      expect((await tokens.verify('AcDemo', text))?.warning).toEqual({ daysLeft: 11 });
      expect((await tokens.verify('AcDemo', text))?.warning).toBeUndefined();
    }
  });

  it('stand in the log once a day, however many processes start on it', async () => {
    const stores = memoryStores();
    let time = START;
    const now = () => time;
    const services = [];
    for (let index = 0; index < 5; index += 1) services.push(await openService({}, stores, now));
    const [first] = services;
    const text = await first?.issueToken('AcDemo', new Date(START + 5 * DAY));
    const warned: number[] = [];
    for (const service of services) {
      await service.call('GET', '/Users', undefined, { authorization: `Bearer ${text}` });
      warned.push(
        ...service.lines.flatMap(({ event, daysLeft }) =>
          event === 'token.expires' ? [Number(daysLeft)] : [],
        ),
      );
    }
    expect(warned).toEqual([5]);
    time += DAY;
    const later = await openService({}, stores, now);
    await later.call('GET', '/Users', undefined, { authorization: `Bearer ${text}` });
    expect(later.lines[0]).toMatchObject({ event: 'token.expires', daysLeft: 4 });
  });

  it('fall silent when a token that replaces it is in use, and not before', async () => {
    const stores = memoryStores();
    let time = START;
    const warned = async (text: string) => {
      const service = await openService({}, stores, () => time);
      await service.call('GET', '/Users', undefined, { authorization: `Bearer ${text}` });
      await service.flush();
      return service.lines.some(({ event }) => event === 'token.expires');
    };
    const { issueToken, tokens } = await openService({}, stores, () => time);
    const old = await issueToken('AcDemo', new Date(START + 5 * DAY));
    const oldId = String(old.split('_')[2]);
    const next = await tokens.rotate('AcDemo', oldId, { createdBy: 'ann' });
    const listed = async () => (await tokens.list('AcDemo')).find(({ tokenId }) => tokenId === oldId);
    expect(await listed()).toMatchObject({ replacedBy: next?.tokenId });
    expect(await warned(old)).toBe(true);
    time += DAY;
    await warned(String(next?.text));
    expect(await warned(old)).toBe(false);
    time += DAY;
    await tokens.revoke('AcDemo', String(next?.tokenId), 'ann');
    expect(await warned(old)).toBe(true);
    expect(await listed()).not.toHaveProperty('replacedBy');
  });

  it('a token that never expires, or expires later, is not warned of', async () => {
    const { start } = openStage();
    const tokens = start();
    for (const expiresAt of [null, new Date(START + 30 * DAY + 1)]) {
      const { text, tokenId } = await tokens.issue('AcDemo', terms(expiresAt));
      expect(await tokens.verify('AcDemo', text)).toEqual({ tokenId });
    }
  });

  it('stand in the log as one line with account, token id and days, and nothing of the token', async () => {
    const service = await openService({}, memoryStores(), () => START);
    const text = await service.issueToken('AcDemo', new Date(START + 5 * DAY));
    const authorization = `Bearer ${text}`;
    for (const _ of [1, 2]) await service.call('GET', '/Users', undefined, { authorization });
    expect(service.lines.map(({ event }) => event)).toEqual([
      'token.expires',
      'scim.request',
      'scim.request',
    ]);
    expect(service.lines[0]).toEqual({
      event: 'token.expires',
      account: 'AcDemo',
      tokenId: text.split('_')[2],
      daysLeft: 5,
    });
  });
});
