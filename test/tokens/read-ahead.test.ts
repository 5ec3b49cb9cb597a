/**
 * What a request with a genuine token needs is read beside the record of the token, not after it. Made-up tokens cause
 * no more look-ups by that, and a 401 does not tell why it is one.
 */

import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { formatToken, parseToken, randomToken } from '../../shared/tokens/token.ts';
import { type TokenService, tokenService } from '../../shared/tokens/token-service.ts';
import type { SecretStore } from '../../shared/tokens/token-stores.ts';
import { memoryStores } from '../stores.ts';
import { MINUTE, START, terms } from './stage.ts';

interface Options {
  /** What reading an account comes to. */
  readonly account?: () => Promise<unknown>;
  /** What reading a secret waits for. */
  readonly vault?: () => Promise<unknown>;
}

/** Processes on the same stores, and what they ask. */
function openStage({ account = async () => undefined, vault = async () => undefined }: Options = {}) {
  const stores = memoryStores();
  let time = START;
  const asked: string[] = [];
  const secrets: SecretStore = {
    ...stores.secrets,
    async get(name, version) {
      asked.push(name.startsWith('scim-token-') ? 'record' : 'pepper');
      await vault();
      return stores.secrets.get(name, version);
    },
  };
  const revocations = revocationStore(stores.accounts);
  const start = (): TokenService =>
    tokenService({
      secrets,
      revocations: {
        ...revocations,
        isRevoked: (...args) => {
          asked.push('marker');
          return revocations.isRevoked(...args);
        },
      },
      use: tokenUseStore(stores.activity),
      now: () => time,
      readAhead: () => {
        asked.push('account');
        return account();
      },
    });
  return {
    start,
    asked: () => asked.splice(0).sort(),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

/** As after the warm-up. */
async function prepared({ start, asked }: ReturnType<typeof openStage>): Promise<TokenService> {
  const tokens = start();
  await tokens.prepare();
  asked();
  return tokens;
}

const madeUp = () => formatToken(randomToken('AcDemo'));

function forged(text: string): string {
  const token = parseToken(text);
  if (!token) throw new Error('no token');
  return formatToken({ ...token, secret: randomToken('AcDemo').secret });
}

describe('a token that a process sees for the first time', () => {
  it('has its record, its marker and its account read at the same time', async () => {
    let release = () => {};
    let isHeld = false;
    const stage = openStage({
      vault: async () => {
        if (isHeld) await new Promise<void>((resolve) => (release = resolve));
      },
    });
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    isHeld = true;
    const verified = tokens.verify('AcDemo', text);
    expect(stage.asked()).toEqual(['account', 'marker', 'record']);
    release();
    expect(await verified).toMatchObject({ tokenId });
    expect(stage.asked()).toEqual([]);
  });

  it.each([
    ['made up', async () => madeUp()],
    ['forged', async (_: TokenService, text: string) => forged(text)],
    [
      'revoked',
      async (tokens: TokenService, text: string) => {
        await tokens.revoke('AcDemo', String(parseToken(text)?.tokenId), 'ann');
        return text;
      },
    ],
    ['expired', async (_tokens: TokenService, text: string) => text],
  ])('is refused after the same look-ups when it is %s', async (what, prepare) => {
    const stage = openStage();
    const issuer = stage.start();
    const { text } = await issuer.issue('AcDemo', terms(new Date(START + MINUTE)));
    const sent = await prepare(issuer, text);
    if (what === 'expired') stage.pass(MINUTE);
    const tokens = await prepared(stage);
    expect(await tokens.verify('AcDemo', sent)).toBeUndefined();
    expect(stage.asked()).toEqual(['account', 'marker', 'record']);
  });

  it.each([
    ['never comes', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new StoreUnavailable('down'))],
  ])('is refused or accepted without its account when that %s', async (_what, account) => {
    const stage = openStage({ account });
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    for (const sent of [madeUp(), forged(text)]) {
      expect(await (await prepared(stage)).verify('AcDemo', sent)).toBeUndefined();
    }
    expect(await (await prepared(stage)).verify('AcDemo', text)).toMatchObject({ tokenId });
  });

  it('and is not well-formed, or another account’s, causes no look-up', async () => {
    const stage = openStage();
    const { text } = await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    for (const sent of ['', 'kfs_', `${text.slice(0, -6)}000000`]) await tokens.verify('AcDemo', sent);
    await tokens.verify('AcOther', text);
    expect(stage.asked()).toEqual([]);
  });
});

describe('tokens that were never issued', () => {
  it('cause 50 look-ups at once and 10 a second, whatever these read', async () => {
    const stage = openStage();
    await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    const flood = () =>
      Promise.allSettled(Array.from({ length: 200 }, () => tokens.verify('AcDemo', madeUp())));
    await flood();
    expect(stage.asked()).toHaveLength(50);
    stage.pass(1000);
    await flood();
    expect(stage.asked()).toEqual(Array.from({ length: 10 }, () => 'record'));
  });

  it('one after the other cause no more either', async () => {
    const stage = openStage();
    await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    for (let tenth = 0; tenth < 600; tenth += 1) {
      await tokens.verify('AcDemo', madeUp()).catch(() => undefined);
      stage.pass(100);
    }
    expect(stage.asked().length).toBeLessThanOrEqual(50 + 600);
  });

  it('find as much of the allowance left as before, when those before were genuine', async () => {
    const stage = openStage();
    const { text } = await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    await tokens.verify('AcDemo', text);
    stage.asked();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, () => tokens.verify('AcDemo', madeUp())),
    );
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(151);
    expect(stage.asked()).toHaveLength(49);
  });
});

describe('preparing', () => {
  it('reads the newest pepper: the first token then needs its record alone of the vault', async () => {
    const stage = openStage();
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    const tokens = await prepared(stage);
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
    expect(stage.asked().filter((what) => what !== 'account' && what !== 'marker')).toEqual(['record']);
  });

  it('before a token was issued changes nothing: no token is known to be bad', async () => {
    const tokens = await prepared(openStage());
    await expect(tokens.verify('AcDemo', madeUp())).rejects.toThrow('no token has been issued yet');
  });

  it('while the vault is down fails, and a token is verified once it is back', async () => {
    let isDown = true;
    const stage = openStage({
      vault: async () => {
        if (isDown) throw new StoreUnavailable('down');
      },
    });
    const tokens = stage.start();
    await expect(tokens.prepare()).rejects.toThrow(StoreUnavailable);
    isDown = false;
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
  });
});
