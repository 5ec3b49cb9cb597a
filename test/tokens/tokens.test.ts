import { secretStore } from '../../shared/storage/secret-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { formatToken, parseToken, randomToken } from '../../shared/tokens/token.ts';
import { tokenService } from '../../shared/tokens/token-service.ts';

describe('the text of a token', () => {
  it('is kfs_{accountId}_{tokenId}_{secret}_{crc} and parses back', () => {
    const token = randomToken('AcDemo');
    const text = formatToken(token);
    expect(text).toMatch(/^kfs_AcDemo_[0-9a-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    expect(parseToken(text)).toEqual(token);
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

describe('the token service', () => {
  const open = () => {
    const documents = openSqlite(':memory:', 'secrets');
    const secrets = secretStore(documents);
    return { documents, secrets, tokens: tokenService(secrets, Date.now) };
  };

  it('keeps a hash, never the token', async () => {
    const { documents, tokens } = open();
    const { text } = await tokens.issue('AcDemo', { label: 'l', expiresAt: null });
    const stored = await documents.query('vault', { where: { kind: 'and', terms: [] }, limit: 100 });
    expect(stored.length).toBeGreaterThan(2);
    const secret = String(text.split('_')[3]);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(JSON.stringify(stored)).not.toContain(Buffer.from(secret).toString('base64'));
  });

  it('opens the account it was made for until it expires', async () => {
    let time = 0;
    const { secrets } = open();
    const tokens = tokenService(secrets, () => time);
    const { text, tokenId } = await tokens.issue('AcDemo', { label: 'l', expiresAt: new Date(1000) });
    expect(await tokens.verify('AcDemo', text)).toBe(tokenId);
    expect(await tokens.verify('AcOther', text)).toBeUndefined();
    time = 1000;
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });

  it('a new version of the pepper does not orphan tokens', async () => {
    const { secrets, tokens } = open();
    const old = await tokens.issue('AcDemo', { label: 'l', expiresAt: null });
    await secrets.set('scim-pepper', Buffer.from('another').toString('base64'), {});
    const fresh = await tokens.issue('AcDemo', { label: 'l', expiresAt: null });
    expect(await tokens.verify('AcDemo', old.text)).toBe(old.tokenId);
    expect(await tokens.verify('AcDemo', fresh.text)).toBe(fresh.tokenId);
  });

  it('parallel writes of one secret are all kept as versions', async () => {
    const { secrets } = open();
    const set = await Promise.all(['a', 'b', 'c'].map((value) => secrets.set('name', value, {})));
    expect(new Set(set.map(({ version }) => version)).size).toBe(3);
    for (const { value, version } of set) expect((await secrets.get('name', version))?.value).toBe(value);
  });
});
