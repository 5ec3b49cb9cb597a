/** What a token rests on, each promise with a test that fails when it is broken. */

import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { keyVaultStore } from '../../shared/tokens/key-vault/key-vault-store.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { TokenRevoked, tokenService } from '../../shared/tokens/token-service.ts';
import { UnusableAnswer } from '../../shared/tokens/token-stores.ts';
import { connectedVault, httpClientOf } from '../doubles/key-vault/index.ts';
import { VAULT_URL } from '../doubles/key-vault/wire.ts';
import { openService } from '../service.ts';
import { azureStores, memoryStores } from '../stores.ts';
import { MINUTE, openStage, START, type Stage, terms } from './stage.ts';

const valueIn = ({ double }: Stage, name: string): string =>
  (double.vault.get(name, '') as { value: string }).value;

const nameOf = (tokenId: string) => `scim-token-AcDemo-${tokenId}`;

describe('the hash in the vault', () => {
  it('is HMAC-SHA-256 of the whole token under the pepper', async () => {
    const stage = openStage();
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    const pepper = Buffer.from(valueIn(stage, 'scim-pepper'), 'base64');
    expect(pepper).toHaveLength(32);
    const { hash, v } = JSON.parse(valueIn(stage, nameOf(tokenId)));
    expect([v, hash]).toEqual([1, createHmac('sha256', pepper).update(text).digest('base64')]);
  });

  it('made under another pepper opens nothing', async () => {
    const stage = openStage();
    const { text, tokenId } = await stage.start().issue('AcDemo', terms());
    const record = JSON.parse(valueIn(stage, nameOf(tokenId)));
    const hash = createHmac('sha256', 'another').update(text).digest('base64');
    stage.double.vault.set(nameOf(tokenId), { value: JSON.stringify({ ...record, hash }), tags: {} });
    expect(await stage.start().verify('AcDemo', text)).toBeUndefined();
  });

  it.each(['!!!!', '', Buffer.alloc(31).toString('base64')])(
    'is not made under a pepper that protects nothing (%j): the vault is unusable, and nobody is told 401',
    async (value) => {
      const stage = openStage();
      const { text } = await stage.start().issue('AcDemo', terms());
      stage.double.vault.set('scim-pepper', { value, tags: {} });
      await expect(stage.start().issue('AcDemo', terms())).rejects.toBeInstanceOf(UnusableAnswer);
      expect(await stage.start().verify('AcDemo', text)).toBeDefined();
    },
  );

  it('with the pepper deleted no other pepper is made: the answer says to recover it', async () => {
    const stage = openStage();
    await stage.start().issue('AcDemo', terms());
    stage.double.vault.delete('scim-pepper');
    const issued = stage.start().issue('AcDemo', terms());
    await expect(issued).rejects.toBeInstanceOf(UnusableAnswer);
    await expect(issued).rejects.toThrow('409 ObjectIsDeletedButRecoverable');
  });
});

describe('what is not known is no 401', () => {
  it("a gateway's 404 ends no token", async () => {
    const stage = openStage();
    const tokens = stage.start();
    const { text, tokenId } = await tokens.issue('AcDemo', terms());
    expect(await tokens.verify('AcDemo', text)).toBeDefined();
    stage.pass(MINUTE);
    stage.double.inject('get', { kind: 'status', status: 404, body: '<html>' });
    expect(await tokens.verify('AcDemo', text)).toMatchObject({ tokenId });
    stage.pass(MINUTE);
    stage.outage({ kind: 'status', status: 404, body: '<html>' });
    await expect(stage.start().verify('AcDemo', text)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('that there was no such token is not believed for longer than a minute, not even in an outage', async () => {
    const stage = openStage();
    const tokens = stage.start();
    await tokens.issue('AcDemo', terms());
    const text = formatToken(randomToken('AcDemo'));
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
    stage.outage({ kind: 'status', status: 503 });
    stage.pass(MINUTE);
    await expect(tokens.verify('AcDemo', text)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('a genuine token whose account cannot be seen yet: 503', async () => {
    const service = await openService();
    const authorization = `Bearer ${await service.issueToken('AcLate')}`;
    const path = '/scim/v2/AcLate/Users';
    const { status, headers } = await service.call('GET', path, undefined, { authorization });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('a revocation', () => {
  it.each([
    ['SQLite', async () => memoryStores()],
    ['Cosmos DB and Key Vault', azureStores],
  ])('on %s ends a token for the endpoint within 60 seconds, for ever', async (_, open) => {
    const stores = await open();
    let time = Date.now();
    const service = await openService({}, stores, () => time);
    const text = await service.issueToken('AcDemo');
    const authorization = `Bearer ${text}`;
    const get = async () => (await service.call('GET', '/Users', undefined, { authorization })).status;
    expect(await get()).toBe(200);
    expect(await service.tokens.revoke('AcDemo', String(text.split('_')[2]), 'a test')).toBe(true);
    time += MINUTE;
    expect(await get()).toBe(401);
    const where = { kind: 'compare', path: ['type'], comparator: 'eq', value: 'revocation' } as const;
    const [marker] = await stores.accounts.query('AcDemo', { where, limit: 2 });
    expect(marker).not.toHaveProperty('ttl');
  });

  it.each(['disable', 'delete'] as const)(
    'of a token whose secret an operator did %s holds when that is undone',
    async (act) => {
      const stage = openStage();
      const tokens = stage.start();
      const { text, tokenId } = await tokens.issue('AcDemo', terms());
      await tokens.verify('AcDemo', text);
      const at = new Date(START).toISOString();
      const used = { firstUsedAt: at, lastUsedAt: at };
      await tokenUseStore(stage.activity).record('AcDemo', tokenId, used);
      const value = valueIn(stage, nameOf(tokenId));
      stage.double.vault[act](nameOf(tokenId));
      expect(await tokens.revoke('AcDemo', tokenId, 'ann')).toBe(true);
      if (act === 'delete') stage.double.vault.recover(nameOf(tokenId));
      else stage.double.vault.set(nameOf(tokenId), { value, tags: {} });
      stage.pass(MINUTE);
      expect(await stage.start().verify('AcDemo', text)).toBeUndefined();
    },
  );

  it('counts even if the clock is set back', async () => {
    let [wall, elapsed] = [Date.now(), 0];
    const stores = memoryStores();
    const parts = {
      secrets: stores.secrets,
      revocations: revocationStore(stores.accounts),
      use: tokenUseStore(stores.activity),
      now: () => wall,
      elapsed: () => elapsed,
    };
    const [manage, scim] = [tokenService(parts), tokenService(parts)];
    const { text, tokenId } = await manage.issue('AcDemo', terms());
    expect(await scim.verify('AcDemo', text)).toBeDefined();
    await manage.revoke('AcDemo', tokenId, 'ann');
    wall -= 60 * MINUTE;
    elapsed += MINUTE;
    expect(await scim.verify('AcDemo', text)).toBeUndefined();
  });

  it('counts at once in the process that revoked it, also against a look-up under way', async () => {
    const tokens = openStage().start();
    const { text, tokenId } = await tokens.issue('AcDemo', terms());
    expect(await tokens.verify('AcDemo', text)).toBeDefined();
    const underWay = tokens.verify('AcDemo', text);
    await tokens.revoke('AcDemo', tokenId, 'ann');
    await underWay;
    expect(await tokens.verify('AcDemo', text)).toBeUndefined();
  });

  it('is not undone by a rotation', async () => {
    const tokens = openStage().start();
    const { tokenId } = await tokens.issue('AcDemo', terms());
    await tokens.revoke('AcDemo', tokenId, 'ann');
    await expect(tokens.rotate('AcDemo', tokenId, { createdBy: 'ann' })).rejects.toBeInstanceOf(TokenRevoked);
    expect(await tokens.list('AcDemo')).toHaveLength(1);
  });
});

describe('signing in to the vault', () => {
  let server: Server;
  const asked: URL[] = [];
  const before = { ...process.env };
  const { double } = connectedVault();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(String(request.url), 'http://127.0.0.1');
      if (request.headers['x-identity-header'] !== 'proof') return response.writeHead(400).end();
      asked.push(url);
      const expires = Math.floor(Date.now() / 1000) + 3600;
      const answer = {
        access_token: double.tokens.issue(),
        expires_on: String(expires),
        token_type: 'Bearer',
      };
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${port}/msi/token`;
    process.env.IDENTITY_HEADER = 'proof';
  });

  afterAll(() => {
    process.env = before;
    server.close();
  });

  it.each([undefined, '11111111-2222-3333-4444-555555555555'])(
    'is done by the managed identity, as on App Service; its client id: %s',
    async (managedIdentityClientId) => {
      asked.length = 0;
      const secrets = keyVaultStore({
        url: VAULT_URL,
        httpClient: httpClientOf(double),
        managedIdentityClientId,
      });
      await secrets.set('name', 'value', {});
      expect((await secrets.get('name'))?.value).toBe('value');
      expect(asked).toHaveLength(1);
      const { pathname, searchParams } = asked[0] as URL;
      expect([pathname, searchParams.get('resource'), searchParams.get('client_id')]).toEqual([
        '/msi/token',
        'https://vault.azure.net',
        managedIdentityClientId ?? null,
      ]);
    },
  );
});
