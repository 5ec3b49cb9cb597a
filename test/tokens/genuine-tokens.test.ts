/** A token that was found genuine is not hashed again: what else must hold for it all the same. */

import { createHash } from 'node:crypto';
import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { digestOf } from '../../shared/tokens/genuine-tokens.ts';
import { formatToken, parseToken } from '../../shared/tokens/token.ts';
import { tokenService } from '../../shared/tokens/token-service.ts';
import { tokenVerifier } from '../../shared/tokens/token-verifier.ts';
import { memoryStores } from '../stores.ts';
import { MINUTE, openStage, START, terms } from './stage.ts';

/** A service that counts its comparisons: each one needs the pepper. */
function openCounting() {
  const stores = memoryStores();
  let time = START;
  const asked: string[] = [];
  const parts = {
    secrets: stores.secrets,
    revocations: revocationStore(stores.accounts),
    use: tokenUseStore(stores.activity),
    now: () => time,
    onLookUp: (cache: string) => void asked.push(cache),
  };
  return {
    tokens: tokenService(parts),
    verifier: tokenVerifier(parts),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    comparisons: () => asked.splice(0).filter((cache) => cache === 'pepper').length,
  };
}

describe('a genuine token', () => {
  it('is compared once for each answer of the vault about its record', async () => {
    const { tokens, verifier, pass, comparisons } = openCounting();
    const { text } = await tokens.issue('AcDemo', terms());
    for (let second = 0; second <= 120; second += 1) {
      expect(await verifier.verify('AcDemo', text)).toBeDefined();
      pass(1000);
    }
    expect(comparisons()).toBe(3);
  });

  it('is remembered by its SHA-256', async () => {
    const { text } = await openStage().start().issue('AcDemo', terms());
    expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('base64'));
  });

  it('opens its own account alone', async () => {
    const { tokens, verifier } = openCounting();
    const { text } = await tokens.issue('AcDemo', terms());
    await verifier.verify('AcDemo', text);
    expect(await verifier.verify('AcOther', text)).toBeUndefined();
    expect(await verifier.verify('acdemo', text)).toBeUndefined();
  });

  it('opens nothing for another text with its id', async () => {
    const { tokens, verifier } = openCounting();
    const { text } = await tokens.issue('AcDemo', terms());
    await verifier.verify('AcDemo', text);
    const token = parseToken(text);
    if (!token) throw new Error('no token');
    const forged = formatToken({ ...token, secret: token.secret.split('').reverse().join('') });
    expect(await verifier.verify('AcDemo', forged)).toBeUndefined();
    expect(await verifier.verify('AcDemo', ` ${text}`)).toBeUndefined();
  });

  it('ends within a minute when its record is replaced by that of another text', async () => {
    const stage = openStage();
    const tokens = stage.start();
    const [one, another] = [await tokens.issue('AcDemo', terms()), await tokens.issue('AcDemo', terms())];
    expect(await tokens.verify('AcDemo', one.text)).toBeDefined();
    const { value } = stage.double.vault.get(`scim-token-AcDemo-${another.tokenId}`, '') as { value: string };
    stage.double.vault.set(`scim-token-AcDemo-${one.tokenId}`, { value, tags: {} });
    stage.pass(MINUTE);
    expect(await tokens.verify('AcDemo', one.text)).toBeUndefined();
  });

  it.each([
    ['expired', async (stage: Stage) => stage.pass(10 * MINUTE)],
    [
      'revoked',
      async (stage: Stage) => {
        await stage.tokens.revoke('AcDemo', stage.tokenId, 'ann');
        stage.pass(MINUTE);
      },
    ],
  ])('that is %s is compared again each time, as one that was never issued is hashed', async (why, end) => {
    const { tokens, verifier, pass, comparisons } = openCounting();
    const { text, tokenId } = await tokens.issue('AcDemo', terms(new Date(START + 10 * MINUTE)));
    await verifier.verify('AcDemo', text);
    await end({ tokens, tokenId, pass });
    expect(await verifier.verify('AcDemo', text)).toBeUndefined();
    comparisons();
    for (const _ of [1, 2, 3]) {
      expect(await verifier.verify('AcDemo', text)).toBeUndefined();
      expect(await verifier.refused('AcDemo', text)).toMatchObject({ why });
    }
    expect(comparisons()).toBe(6);
  });
});

interface Stage {
  readonly tokens: ReturnType<typeof tokenService>;
  readonly tokenId: string;
  readonly pass: (milliseconds: number) => void;
}
