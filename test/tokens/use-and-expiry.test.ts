import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { counting } from '../contract/counting.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';
import { DAY, MINUTE, openStage, START, terms } from './stage.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the last use of a token', () => {
  it('is written once a day by each process, and shown as a day', async () => {
    const stage = openStage();
    const activity = counting(stage.activity);
    const [one, another] = [stage.start({ activity }), stage.start({ activity })];
    const { text } = await one.issue('AcDemo', terms());
    for (let hour = 0; hour < 36; hour += 1) {
      await one.verify('AcDemo', text);
      await another.verify('AcDemo', text);
      stage.pass(60 * MINUTE);
    }
    await settled();
    expect(activity.spent().batch).toBe(4);
    expect((await one.list('AcDemo'))[0]?.lastUsed).toBe('2026-01-02');
    expect(await stage.activity.read('AcDemo', `t.${text.split('_')[2]}`)).toMatchObject({
      type: 'token-use',
    });
  });

  it('a refused token was not used', async () => {
    const stage = openStage();
    const tokens = stage.start();
    const { text } = await tokens.issue('AcDemo', terms(new Date(START + 1)));
    stage.pass(1);
    await tokens.verify('AcDemo', text);
    await settled();
    expect((await tokens.list('AcDemo'))[0]?.lastUsed).toBeNull();
  });

  it('a store that fails or never answers neither fails nor delays a request, and is not asked again at once', async () => {
    for (const outcome of [
      Promise.reject(new StoreUnavailable('down')),
      new Promise<never>(() => undefined),
    ]) {
      outcome.catch(() => undefined);
      const stage = openStage();
      let asked = 0;
      const batch = () => {
        asked += 1;
        return outcome;
      };
      const tokens = stage.start({ activity: { ...stage.activity, batch } });
      const { text, tokenId } = await tokens.issue('AcDemo', terms());
      for (const _ of [1, 2, 3]) expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
      await settled();
      expect(asked).toBe(1);
    }
  });

  it('a failed record is made up for by a later use', async () => {
    const stage = openStage();
    let isDown = true;
    const activity = {
      ...stage.activity,
      batch: (...args: Parameters<typeof stage.activity.batch>) =>
        isDown ? Promise.reject(new StoreUnavailable('down')) : stage.activity.batch(...args),
    };
    const tokens = stage.start({ activity });
    const { text } = await tokens.issue('AcDemo', terms());
    await tokens.verify('AcDemo', text);
    await settled();
    isDown = false;
    stage.pass(10 * MINUTE);
    await tokens.verify('AcDemo', text);
    await settled();
    expect((await tokens.list('AcDemo'))[0]?.lastUsed).toBe('2026-01-01');
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
