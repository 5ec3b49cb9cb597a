import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { counting } from '../contract/counting.ts';
import type { Fault } from '../doubles/key-vault/index.ts';
import { MINUTE, openStage, START, terms } from './stage.ts';

const DOWN: Fault = { kind: 'status', status: 503 };

describe('what verification costs', () => {
  it('a hundred requests at once after a start: one read of the token, one of the pepper, one of the marker', async () => {
    const stage = openStage(() => 1);
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    stage.double.take();
    const accounts = counting(stage.accounts);
    const tokens = stage.start({ accounts });
    const answers = await Promise.all(Array.from({ length: 100 }, () => tokens.verify('AcDemo', text)));
    expect(new Set(answers.map((answer) => answer?.tokenId))).toEqual(new Set([tokenId]));
    expect(stage.double.take('get')).toHaveLength(2);
    expect(accounts.spent()).toEqual({ read: 1, batch: 0, query: 0, count: 0 });
  });

  it('a token is read again after 60 seconds, its marker after 30, its pepper never', async () => {
    const stage = openStage();
    const accounts = counting(stage.accounts);
    const tokens = stage.start({ accounts });
    const { text, tokenId } = await tokens.issue('AcDemo', terms());
    stage.double.take();
    for (let second = 0; second <= 120; second += 1) {
      await tokens.verify('AcDemo', text);
      stage.pass(1000);
    }
    const paths = stage.double.take('get').map(({ path }) => path.replace(/\/[0-9a-f]{32}$/, ''));
    expect(paths.filter((path) => path.startsWith(`/secrets/scim-token-AcDemo-${tokenId}`))).toHaveLength(3);
    expect(paths.filter((path) => path === '/secrets/scim-pepper')).toHaveLength(1);
    expect(accounts.spent().read).toBe(5);
  });

  it('a wrong checksum and a token of another account ask no store at all', async () => {
    const stage = openStage();
    const accounts = counting(stage.accounts);
    const tokens = stage.start({ accounts });
    const { text } = await tokens.issue('AcDemo', terms());
    stage.double.take();
    expect(await tokens.verify('AcDemo', `${text.slice(0, -6)}000000`)).toBeUndefined();
    expect(await tokens.verify('AcOther', text)).toBeUndefined();
    expect(stage.double.take()).toEqual([]);
    expect(accounts.spent().read).toBe(0);
  });

  it('tokens that were never issued: 50 at once are looked up, then 10 a second; the others wait (429)', async () => {
    const stage = openStage();
    const tokens = stage.start();
    const { text } = await tokens.issue('AcDemo', terms());
    const flood = async (count: number) => {
      stage.double.take();
      const made = Array.from({ length: count }, () => formatToken(randomToken('AcDemo')));
      const answers = await Promise.allSettled(made.map((one) => tokens.verify('AcDemo', one)));
      const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
      for (const reason of refused) expect(reason).toMatchObject({ throttled: true, retryAfter: 1 });
      expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value)).toEqual([]);
      return [refused.length, stage.double.take('get').length];
    };
    await tokens.verify('AcDemo', text);
    expect(await flood(200)).toEqual([151, 49]);
    stage.pass(1000);
    expect(await flood(200)).toEqual([190, 10]);
    // A token that is in use is not kept out, not even when it is read again.
    stage.pass(MINUTE);
    await flood(200);
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId: expect.any(String) });
    expect(stage.double.take('get')).toHaveLength(1);
  });

  it('tokens that were never issued keep no genuine one out, not even of a process that has just started', async () => {
    const stage = openStage();
    const genuine = await Promise.all([1, 2, 3].map(() => stage.start().issue('AcOther', terms())));
    const tokens = stage.start();
    const made = Array.from({ length: 500 }, () => formatToken(randomToken('AcDemo')));
    await Promise.allSettled(made.map((text) => tokens.verify('AcDemo', text)));
    stage.double.take();
    for (const { text, tokenId } of genuine) {
      expect(await tokens.verify('AcOther', text)).toMatchObject({ tokenId });
    }
    await Promise.allSettled(made.map((text) => tokens.verify('AcDemo', text)));
    expect(stage.double.take('list')).toEqual([]);
    expect(stage.double.take('get').length).toBeLessThanOrEqual(4);
  });

  it('a token that was never issued is asked for once a minute', async () => {
    const stage = openStage();
    const tokens = stage.start();
    await tokens.verify('AcDemo', (await tokens.issue('AcDemo', terms())).text);
    stage.double.take();
    const text = formatToken(randomToken('AcDemo'));
    for (const _ of [1, 2, 3]) expect(await tokens.verify('AcDemo', text)).toBeUndefined();
    expect(stage.double.take('get')).toHaveLength(1);
    stage.pass(MINUTE);
    await tokens.verify('AcDemo', text);
    expect(stage.double.take('get')).toHaveLength(1);
  });

  it('a fresh token works at once everywhere', async () => {
    const { start } = openStage();
    const [manage, one, another] = [start(), start(), start()];
    const first = await manage.issue('AcDemo', terms());
    for (const tokens of [one, another]) expect(await tokens.verify('AcDemo', first.text)).toBeDefined();
    const second = await manage.issue('AcDemo', terms());
    for (const tokens of [one, another]) expect(await tokens.verify('AcDemo', second.text)).toBeDefined();
  });
});

describe('an outage of the vault', () => {
  const outages: [string, Fault][] = [
    ['a time-out', { kind: 'silence', work: 'undone' }],
    ['429', { kind: 'status', status: 429, retryAfter: 10 }],
    ['503', DOWN],
    ['a broken connection', { kind: 'reset', work: 'undone' }],
  ];

  it.each(outages)(
    '%s stops no provisioning for an hour, then it shows as an outage',
    async (_title, fault) => {
      const { start, pass, outage } = openStage();
      const tokens = start();
      const { text, tokenId } = await tokens.issue('AcDemo', terms());
      await tokens.verify('AcDemo', text);
      outage(fault);
      for (const minutes of [1, 29, 30]) {
        pass(minutes * MINUTE);
        expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
      }
      pass(MINUTE);
      await expect(tokens.verify('AcDemo', text)).rejects.toThrow(StoreUnavailable);
      outage(undefined);
      expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
    },
  );

  it('never keeps a token alive past its expiry', async () => {
    const { start, pass, outage } = openStage();
    const tokens = start();
    const { text } = await tokens.issue('AcDemo', terms(new Date(START + 10 * MINUTE)));
    await tokens.verify('AcDemo', text);
    outage(DOWN);
    pass(10 * MINUTE - 1);
    expect(await tokens.verify('AcDemo', text)).toBeDefined();
    pass(1);
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });

  it('a token that this process has not seen is unavailable, not wrong', async () => {
    const { start, outage } = openStage();
    const { text } = await start().issue('AcDemo', terms());
    outage(DOWN);
    await expect(start().verify('AcDemo', text)).rejects.toThrow(StoreUnavailable);
  });

  it('a refusal (403) is no outage: what was read before holds for its minute only', async () => {
    const { start, pass, outage } = openStage();
    const tokens = start();
    const { text } = await tokens.issue('AcDemo', terms());
    await tokens.verify('AcDemo', text);
    outage({ kind: 'status', status: 403, code: 'ForbiddenByRbac' });
    pass(MINUTE - 1);
    expect(await tokens.verify('AcDemo', text)).toBeDefined();
    pass(1);
    await expect(tokens.verify('AcDemo', text)).rejects.toThrow(StoreUnavailable);
  });

  it.each(['scim-pepper', 'the record'])(
    'when %s is lost or unreadable, tokens are unavailable, not wrong',
    async (what) => {
      const { double, start } = openStage();
      const { text, tokenId } = await start().issue('AcDemo', terms());
      if (what === 'scim-pepper') double.vault.delete(what);
      else double.vault.set(`scim-token-AcDemo-${tokenId}`, { value: '{"v":2}', tags: {} });
      await expect(start().verify('AcDemo', text)).rejects.toThrow(StoreUnavailable);
    },
  );

  it('a secret that an operator disables or deletes opens nothing a minute later', async () => {
    for (const act of ['disable', 'delete'] as const) {
      const { double, start, pass } = openStage();
      const tokens = start();
      const { text, tokenId } = await tokens.issue('AcDemo', terms());
      await tokens.verify('AcDemo', text);
      double.vault[act](`scim-token-AcDemo-${tokenId}`);
      pass(MINUTE);
      expect(await tokens.verify('AcDemo', text)).toBeUndefined();
    }
  });
});

describe('a revocation', () => {
  it.each([
    ['with the vault up', undefined],
    ['during an outage of the vault', DOWN],
  ])('is effective within 60 seconds in every process, %s', async (_title, fault) => {
    const { start, pass, outage } = openStage();
    const [manage, ...others] = [start(), start(), start()];
    const { text, tokenId } = await manage.issue('AcDemo', terms());
    for (const tokens of [manage, ...others]) expect(await tokens.verify('AcDemo', text)).toBeDefined();
    outage(fault);
    expect(await manage.revoke('AcDemo', tokenId, 'ann@example.com')).toBe(true);
    pass(MINUTE);
    for (const tokens of [manage, ...others]) expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });

  it('stands for ever, also in a new process and when repeated by another admin', async () => {
    const { start, pass } = openStage();
    const tokens = start();
    const { text, tokenId } = await tokens.issue('AcDemo', terms(null));
    await tokens.revoke('AcDemo', tokenId, 'ann@example.com');
    pass(1000);
    expect(await tokens.revoke('AcDemo', tokenId, 'bob@example.com')).toBe(true);
    pass(10 * 365 * 24 * 60 * MINUTE);
    expect(await start().verify('AcDemo', text)).toBeUndefined();
    expect((await start().list('AcDemo'))[0]).toMatchObject({
      status: 'revoked',
      revokedAt: '2026-01-01T12:00:00.000Z',
      revokedBy: 'ann@example.com',
    });
  });

  it('while the markers cannot be read, nothing older than 60 seconds is believed: unavailable, not open', async () => {
    const stage = openStage();
    let isDown = false;
    const accounts = {
      ...stage.accounts,
      read: (partition: string, id: string) =>
        isDown ? Promise.reject(new StoreUnavailable('down')) : stage.accounts.read(partition, id),
    };
    const tokens = stage.start({ accounts });
    const { text } = await tokens.issue('AcDemo', terms());
    await tokens.verify('AcDemo', text);
    isDown = true;
    stage.pass(MINUTE - 1);
    expect(await tokens.verify('AcDemo', text)).toBeDefined();
    stage.pass(1);
    await expect(tokens.verify('AcDemo', text)).rejects.toThrow(StoreUnavailable);
  });

  it('is found without the vault once it is known', async () => {
    const { start, pass, outage } = openStage();
    const tokens = start();
    const { text, tokenId } = await tokens.issue('AcDemo', terms());
    await tokens.verify('AcDemo', text);
    await tokens.revoke('AcDemo', tokenId, 'ann@example.com');
    outage(DOWN);
    pass(30 * MINUTE);
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });
});
