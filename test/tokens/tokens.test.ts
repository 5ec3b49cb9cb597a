import { tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { formatToken, isTokenId, parseToken, randomToken } from '../../shared/tokens/token.ts';
import { parseRecord } from '../../shared/tokens/token-record.ts';
import { type TokenTerms, TokenTermsError } from '../../shared/tokens/token-terms.ts';
import { DAY, openStage, START, terms } from './stage.ts';

describe('the text of a token', () => {
  it('is kfs_{accountId}_{tokenId}_{secret}_{crc} and parses back', () => {
    const token = randomToken('AcDemo');
    const text = formatToken(token);
    expect(text).toMatch(/^kfs_AcDemo_[0-9a-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    expect(parseToken(text)).toEqual(token);
    expect(isTokenId(token.tokenId)).toBe(true);
  });

  it('carries 256 random bits: no two alike', () => {
    const texts = new Set(Array.from({ length: 1000 }, () => formatToken(randomToken('Ac'))));
    expect(texts.size).toBe(1000);
  });

  it('every single wrong character is noticed before any store is asked', () => {
    const text = formatToken(randomToken('AcDemo'));
    const wrong = [...text].map(
      (character, index) => `${text.slice(0, index)}${character === 'a' ? 'b' : 'a'}${text.slice(index + 1)}`,
    );
    expect(wrong.filter((one) => one !== text && parseToken(one) !== undefined)).toEqual([]);
  });

  it.each(['', 'kfs', 'kfs____', 'kfs_Ac_x_y_z', 'Bearer x', '\u0000'])('%j is no token', (text) => {
    expect(parseToken(text)).toBeUndefined();
  });
});

describe('what the vault keeps of a token', () => {
  it('one secret for each, with hash, pepper version, instants and tags; never the token', async () => {
    const { double, start } = openStage();
    const { text, tokenId } = await start().issue('AcDemo', terms());
    const { value, tags } = JSON.parse(
      JSON.stringify(double.vault.get(`scim-token-AcDemo-${tokenId}`, '')),
    ) as { value: string; tags: object };
    expect(JSON.parse(value)).toEqual({
      v: 1,
      hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      pepperVersion: expect.stringMatching(/^[0-9a-f]{32}$/),
      createdAt: '2026-01-01T12:00:00.000Z',
      expiresAt: '2027-01-01T12:00:00.000Z',
    });
    expect(tags).toEqual({ label: 'Entra', creator: 'ann@example.com', account: 'AcDemo' });
    expect(value).not.toContain(String(text.split('_')[3]));
  });

  it('the pepper is made by the first issue, never by a verification', async () => {
    const { double, start } = openStage();
    const tokens = start();
    const madeUp = formatToken(randomToken('AcDemo'));
    // The deployment is not finished: that must not tell a client that its token is wrong.
    await expect(tokens.verify('AcDemo', madeUp)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(double.take('set')).toEqual([]);
    await tokens.issue('AcDemo', terms());
    await tokens.issue('AcDemo', terms());
    expect(double.take('set').filter(({ path }) => path === '/secrets/scim-pepper')).toHaveLength(1);
    expect(await tokens.verify('AcDemo', madeUp)).toBeUndefined();
  });

  const record = {
    v: 1,
    hash: Buffer.alloc(32).toString('base64'),
    pepperVersion: '1',
    createdAt: '2026-01-01T00:00:00Z',
    expiresAt: null,
  };
  it('a record is read back', () => {
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
  });
  it.each([
    'null',
    '',
    '[]',
    '"x"',
    '{"__proto__":{"v":1}}',
    ...[
      { v: 2 },
      { hash: 'AA==' },
      { hash: 1 },
      { pepperVersion: '' },
      { createdAt: 'x' },
      { expiresAt: 'x' },
      { expiresAt: 1 },
    ].map((wrong) => JSON.stringify({ ...record, ...wrong })),
  ])('%s is no record', (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});

describe('the terms of a new token', () => {
  const issued = (wanted: Partial<TokenTerms>) =>
    openStage()
      .start()
      .issue('AcDemo', { ...terms(), ...wanted });

  it('expires after 365 days unless told otherwise; never is possible, and said', async () => {
    expect(await issued({})).toMatchObject({ expiresAt: '2027-01-01T12:00:00.000Z', neverExpires: false });
    expect(await issued({ expiresAt: null })).toMatchObject({ expiresAt: null, neverExpires: true });
    expect(await issued({ expiresAt: new Date(START + 1) })).toMatchObject({
      expiresAt: '2026-01-01T12:00:00.001Z',
      neverExpires: false,
    });
  });

  it.each<[string, Partial<TokenTerms>, keyof TokenTerms]>([
    ['a label of 101 characters', { label: 'x'.repeat(101) }, 'label'],
    ['a label of a million characters', { label: 'x'.repeat(1e6) }, 'label'],
    ['an empty label', { label: '' }, 'label'],
    ['a blank label', { label: '  ' }, 'label'],
    ['a label of two lines', { label: 'a\nb' }, 'label'],
    ['a label that paints the terminal', { label: '\u001b[31mred' }, 'label'],
    ['a label that runs backwards', { label: 'a\u202egnp' }, 'label'],
    ['half a character in a label', { label: 'a\ud800' }, 'label'],
    ['nobody', { createdBy: '' }, 'createdBy'],
    ['a creator of 257 characters', { createdBy: 'x'.repeat(257) }, 'createdBy'],
    ['an expiry in the past', { expiresAt: new Date(START) }, 'expiresAt'],
    ['an expiry that is no date', { expiresAt: new Date('soon') }, 'expiresAt'],
  ])('%s is refused with what to change, and nothing is stored', async (_title, wanted, term) => {
    const { double, start } = openStage();
    const error = await start()
      .issue('AcDemo', { ...terms(), ...wanted })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenTermsError);
    expect(error).toMatchObject({ term, message: expect.stringMatching(/must be|must have/) });
    expect(double.take()).toEqual([]);
  });

  it('a label of 100 characters may be 200 code units', async () => {
    const { start } = openStage();
    const tokens = start();
    await tokens.issue('AcDemo', { ...terms(), label: ` ${'🔑'.repeat(100)} ` });
    expect((await tokens.list('AcDemo'))[0]?.label).toBe('🔑'.repeat(100));
  });
});

describe('verifying a token', () => {
  it('opens the account it was made for until it expires', async () => {
    const { start, pass } = openStage();
    const tokens = start();
    const { text, tokenId } = await tokens.issue('AcDemo', terms(new Date(START + 1000)));
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
    expect(await tokens.verify('AcOther', text)).toBeUndefined();
    expect(await tokens.verify('acdemo', text)).toBeUndefined();
    pass(999);
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
    pass(1);
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });

  it('another secret under a known token id opens nothing and costs no further request to the vault', async () => {
    const { double, start } = openStage();
    const tokens = start();
    const { text } = await tokens.issue('AcDemo', terms());
    await tokens.verify('AcDemo', text);
    double.take();
    const known = parseToken(text);
    if (!known) throw new Error('a new token does not parse');
    for (let guess = 0; guess < 100; guess += 1) {
      const wrong = formatToken({ ...known, secret: randomToken('AcDemo').secret });
      expect(await tokens.verify('AcDemo', wrong)).toBeUndefined();
    }
    expect(double.take()).toEqual([]);
  });

  it('a token that opens another account, moved to this one, opens nothing', async () => {
    const { start } = openStage();
    const tokens = start();
    const foreign = parseToken((await tokens.issue('AcOther', terms())).text);
    if (!foreign) throw new Error('a new token does not parse');
    expect(await tokens.verify('AcDemo', formatToken({ ...foreign, accountId: 'AcDemo' }))).toBeUndefined();
    expect(await tokens.verify('acother', formatToken({ ...foreign, accountId: 'acother' }))).toBeUndefined();
  });

  it('a new version of the pepper orphans no token', async () => {
    const { double, start } = openStage();
    const old = await start().issue('AcDemo', terms());
    double.vault.set('scim-pepper', { value: Buffer.alloc(32, 'another').toString('base64'), tags: {} });
    const fresh = await start().issue('AcDemo', terms());
    const tokens = start();
    expect(await tokens.verify('AcDemo', old.text)).toMatchObject({ tokenId: old.tokenId });
    expect(await tokens.verify('AcDemo', fresh.text)).toMatchObject({ tokenId: fresh.tokenId });
  });
});

describe('the list of tokens', () => {
  it('says who, when, until when, last used and in what state; never the token or its hash', async () => {
    const { start, pass, double, activity } = openStage();
    const tokens = start();
    const expired = await tokens.issue('AcDemo', { ...terms(new Date(START + DAY)), label: 'expired' });
    pass(2 * DAY);
    const live = await tokens.issue('AcDemo', { ...terms(), label: 'live' });
    pass(1000);
    const expiring = await tokens.issue('AcDemo', {
      ...terms(new Date(START + 12 * DAY)),
      label: 'expiring',
    });
    pass(1000);
    const never = await tokens.issue('AcDemo', { ...terms(null), label: 'never' });
    pass(1000);
    const revoked = await tokens.issue('AcDemo', { ...terms(), label: 'revoked' });
    pass(1000);
    const disabled = await tokens.issue('AcDemo', { ...terms(), label: 'disabled' });
    await tokens.issue('AcDemo2', terms());
    double.vault.set('scim-token-AcDemo-not-ours', { value: 'x', tags: {} });
    double.vault.disable(`scim-token-AcDemo-${disabled.tokenId}`);
    await tokens.revoke('AcDemo', revoked.tokenId, 'bob@example.com');
    const [firstUsedAt, lastUsedAt] = ['2026-01-03T12:00:01.000Z', '2026-01-03T12:00:03.000Z'];
    await tokenUseStore(activity).record('AcDemo', live.tokenId, { firstUsedAt, lastUsedAt });

    const list = await tokens.list('AcDemo');
    expect(list.map(({ label, tokenId, status, daysLeft }) => [label, tokenId, status, daysLeft])).toEqual([
      ['disabled', disabled.tokenId, 'revoked', null],
      ['revoked', revoked.tokenId, 'revoked', 365],
      ['never', never.tokenId, 'live', null],
      ['expiring', expiring.tokenId, 'expiring', 10],
      ['live', live.tokenId, 'live', 365],
      ['expired', expired.tokenId, 'expired', 0],
    ]);
    expect(list[1]).toMatchObject({ revokedBy: 'bob@example.com', revokedAt: '2026-01-03T12:00:04.000Z' });
    expect(list[4]).toEqual({
      tokenId: live.tokenId,
      label: 'live',
      createdBy: 'ann@example.com',
      createdAt: '2026-01-03T12:00:00.000Z',
      expiresAt: '2027-01-03T12:00:00.000Z',
      firstUsedAt,
      lastUsedAt,
      status: 'live',
      daysLeft: 365,
    });
    expect(list[5]?.lastUsedAt).toBeNull();
    for (const { text } of [live, expiring, never, revoked]) {
      expect(JSON.stringify(list)).not.toContain(String(text.split('_')[3]));
    }
    expect(JSON.stringify(list)).not.toMatch(/hash|pepper/);
  });
});

describe('rotating a token', () => {
  it('gives another with the same label and a year of its own; both live until the old one is revoked', async () => {
    const { start, pass } = openStage();
    const tokens = start();
    const old = await tokens.issue('AcDemo', terms(new Date(START + DAY)));
    const next = await tokens.rotate('AcDemo', old.tokenId, { createdBy: 'bob@example.com' });
    if (!next) throw new Error('it was not rotated');
    expect(next.expiresAt).toBe('2027-01-01T12:00:00.000Z');
    expect(await tokens.verify('AcDemo', old.text)).toBeDefined();
    expect(await tokens.verify('AcDemo', next.text)).toBeDefined();
    await tokens.revoke('AcDemo', old.tokenId, 'bob@example.com');
    pass(60_000);
    expect(await tokens.verify('AcDemo', old.text)).toBeUndefined();
    expect(await tokens.verify('AcDemo', next.text)).toBeDefined();
    expect((await tokens.list('AcDemo')).map(({ label, createdBy }) => [label, createdBy]).sort()).toEqual([
      ['Entra', 'ann@example.com'],
      ['Entra', 'bob@example.com'],
    ]);
  });

  it.each(['0000000000000000', '', '../scim-pepper', 'x'.repeat(1000)])(
    'the unknown token %j is neither rotated nor revoked',
    async (tokenId) => {
      const { start, accounts } = openStage();
      const tokens = start();
      await tokens.issue('AcDemo', terms());
      expect(await tokens.rotate('AcDemo', tokenId, { createdBy: 'ann@example.com' })).toBeUndefined();
      expect(await tokens.revoke('AcDemo', tokenId, 'ann@example.com')).toBe(false);
      expect(await accounts.count('AcDemo', { kind: 'and', terms: [] })).toBe(0);
    },
  );

  it("an account's admin cannot revoke or rotate another account's token", async () => {
    const { start } = openStage();
    const tokens = start();
    const { tokenId } = await tokens.issue('AcOther', terms());
    expect(await tokens.revoke('AcDemo', tokenId, 'ann@example.com')).toBe(false);
    expect(await tokens.rotate('AcDemo', tokenId, { createdBy: 'ann@example.com' })).toBeUndefined();
  });

  it('ten admins in two processes at once, on an empty vault: every token opens, none is lost', async () => {
    const { start } = openStage(() => Math.random() * 3);
    const admins = [start(), start()];
    const issued = await Promise.all(
      Array.from({ length: 10 }, (_, index) => admins[index % 2]?.issue('AcDemo', terms())),
    );
    const rotated = await Promise.all(
      issued.map((token, index) =>
        admins[(index + 1) % 2]?.rotate('AcDemo', String(token?.tokenId), { createdBy: `admin ${index}` }),
      ),
    );
    const tokens = start();
    const all = [...issued, ...rotated].flatMap((token) => (token ? [token] : []));
    const opened = await Promise.all(all.map(({ text }) => tokens.verify('AcDemo', text)));
    expect(opened.map((verified) => verified?.tokenId)).toEqual(all.map(({ tokenId }) => tokenId));
    expect(await tokens.list('AcDemo')).toHaveLength(20);
  });
});

describe('removing all tokens of an account', () => {
  it('ends them here at once and everywhere within 60 seconds, and touches no other account', async () => {
    const { start, pass, double } = openStage();
    const [here, elsewhere] = [start(), start()];
    const texts = [];
    for (let index = 0; index < 3; index += 1) texts.push((await here.issue('AcDemo', terms())).text);
    const other = await here.issue('AcDemo2', terms());
    for (const text of texts) expect(await elsewhere.verify('AcDemo', text)).toBeDefined();
    await here.removeAll('AcDemo', 'ann');
    for (const text of texts) expect(await here.verify('AcDemo', text)).toBeUndefined();
    pass(60_000);
    for (const text of texts) expect(await elsewhere.verify('AcDemo', text)).toBeUndefined();
    expect(await here.list('AcDemo')).toEqual([]);
    expect(await elsewhere.verify('AcDemo2', other.text)).toBeDefined();
    expect(double.take('delete').map(({ path }) => path)).toHaveLength(3);
  });

  it('done again, and by two at once, it changes nothing', async () => {
    const { start } = openStage();
    await start().issue('AcDemo', terms());
    await Promise.all([start().removeAll('AcDemo', 'ann'), start().removeAll('AcDemo', 'bob')]);
    await start().removeAll('AcDemo', 'ann');
    expect(await start().list('AcDemo')).toEqual([]);
  });

  it('while the vault is down nothing is lost: the next time goes on', async () => {
    const { start, outage } = openStage();
    const { text } = await start().issue('AcDemo', terms());
    outage({ kind: 'status', status: 503 });
    await expect(start().removeAll('AcDemo', 'ann')).rejects.toBeInstanceOf(StoreUnavailable);
    outage(undefined);
    expect(await start().verify('AcDemo', text)).toBeDefined();
    await start().removeAll('AcDemo', 'ann');
    expect(await start().verify('AcDemo', text)).toBeUndefined();
  });

  it('a secret that an operator recovers opens nothing, as it was revoked', async () => {
    const { start, double } = openStage();
    const { text, tokenId } = await start().issue('AcDemo', terms());
    await start().removeAll('AcDemo', 'ann');
    double.vault.recover(`scim-token-AcDemo-${tokenId}`);
    expect(await start().verify('AcDemo', text)).toBeUndefined();
    expect(await start().list('AcDemo')).toMatchObject([{ tokenId, status: 'revoked', revokedBy: 'ann' }]);
  });
});
