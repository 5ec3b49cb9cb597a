import { inspect } from 'node:util';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import type { KeyVaultOptions } from '../../shared/tokens/key-vault/key-vault-store.ts';
import { UnusableAnswer } from '../../shared/tokens/token-stores.ts';
import { connectedVault, type Fault, httpClientOf } from '../doubles/key-vault/index.ts';

/** What `work` throws. */
const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('signing in to Key Vault', () => {
  it('no secret travels before the challenge: the first request has no body, later ones need no probe', async () => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    await secrets.set('name', 'value', {});
    await secrets.get('name');
    expect(double.take().map(({ kind, status }) => [kind, status])).toEqual([
      ['probe', 401],
      ['set', 200],
      ['get', 200],
    ]);
  });

  it('a vault that sends the token elsewhere by its challenge gets none', async () => {
    const { double, connect } = connectedVault();
    const inner = httpClientOf(double);
    const secrets = connect({
      httpClient: {
        async sendRequest(request) {
          const response = await inner.sendRequest(request);
          response.headers.set(
            'www-authenticate',
            'Bearer authorization="https://x/y", resource="https://evil.example"',
          );
          return response;
        },
      },
    });
    await expect(secrets.get('name')).rejects.toThrow(/^Key Vault: get failed/);
    expect(double.take('get')).toEqual([]);
  });

  it('a sign-in that fails is an unavailable vault, and what Entra ID said stays behind', async () => {
    const credential: NonNullable<KeyVaultOptions['credential']> = {
      getToken: async () => {
        throw new Error('client secret hunter2 is wrong');
      },
    };
    const error = await thrownBy(connectedVault().connect({ credential }).get('name'));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).not.toBeInstanceOf(UnusableAnswer);
    expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
  });
});

describe('Key Vault failures in the words of the port', () => {
  const status = (code: number, more: object = {}): Fault => ({ kind: 'status', status: code, ...more });
  const silence: Fault = { kind: 'silence', work: 'undone' };

  it.each<[string, Fault, number]>([
    ['429 with Retry-After', status(429, { retryAfter: 7 }), 7],
    ['429 without', status(429), 5],
    ['a Retry-After that is no number', status(429, { retryAfter: Number.NaN }), 5],
    ['500', status(500), 5],
    ['503 with Retry-After', status(503, { retryAfter: 30 }), 30],
    ["404, a gateway's page", status(404, { body: '<html>' }), 5],
    ['404 of something else', status(404, { code: 'VaultNotFound' }), 5],
    ["502, a gateway's page", status(502, { body: '<html>' }), 5],
    ['504 without a body', status(504, { body: '' }), 5],
    ['408', status(408), 5],
    ["200, somebody's page", status(200, { body: '<html>' }), 5],
    ['a broken connection', { kind: 'reset', work: 'undone' }, 5],
    ['no answer in time', silence, 5],
  ])('%s: StoreUnavailable', async (_title, fault, retryAfter) => {
    const { double, connect } = connectedVault({
      fault: ({ kind }) => (kind === 'probe' ? undefined : fault),
    });
    const secrets = connect({ timeout: 20 });
    const works = [
      secrets.get('name'),
      secrets.set('name', 'value', {}),
      secrets.list('n'),
      secrets.remove('name'),
    ];
    for (const work of works) {
      const error = await thrownBy(work);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).not.toBeInstanceOf(UnusableAnswer);
      expect(error).toMatchObject({ retryAfter, throttled: false });
    }
    expect(double.take('get', 'set', 'list', 'delete').length).toBeGreaterThanOrEqual(4);
  });

  it('an answer without a value is no secret: StoreUnavailable', async () => {
    const { double, connect } = connectedVault();
    double.inject('get', status(200, { body: '{"id":"https://double.vault.azure.net/secrets/name/1"}' }));
    expect(await thrownBy(connect().get('name'))).toBeInstanceOf(StoreUnavailable);
  });

  it('401 and 403: the vault answers and refuses us', async () => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    await secrets.set('name', 'value', {});
    double.inject('get', status(403, { code: 'ForbiddenByRbac' }));
    expect(await thrownBy(secrets.get('name'))).toBeInstanceOf(UnusableAnswer);
    double.inject('get', status(401, { body: '' }), status(401, { body: '<html>' }));
    expect(await thrownBy(secrets.get('name'))).toBeInstanceOf(UnusableAnswer);
    expect(await thrownBy(secrets.get('name'))).toBeInstanceOf(UnusableAnswer);
    double.tokens.invalidate();
    expect(await thrownBy(secrets.get('name'))).toBeInstanceOf(UnusableAnswer);
    expect(await thrownBy(secrets.set('name', 'value', {}))).toBeInstanceOf(UnusableAnswer);
  });

  it('a mistake of ours is neither an absent secret nor an outage', async () => {
    const error = await thrownBy(connectedVault().connect().get('no_such_name'));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('400 BadParameter');
  });

  it.each<[string, Fault]>([
    ['500', status(500)],
    ['a lost answer', { kind: 'reset', work: 'done' }],
  ])('%s once: the request is sent again', async (_title, fault) => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    double.inject('set', fault);
    const { version } = await secrets.set('name', 'value', {});
    double.inject('get', fault);
    expect(await secrets.get('name')).toMatchObject({ value: 'value', version });
    double.inject('delete', fault);
    await secrets.remove('name');
    expect(await secrets.get('name')).toBeUndefined();
    expect(double.take('set', 'delete')).toHaveLength(4);
  });

  it.each<[string, Fault]>([
    ['429', status(429, { retryAfter: 1 })],
    ['a time-out', silence],
  ])('%s: the request is not sent again', async (_title, fault) => {
    const { double, connect } = connectedVault();
    double.inject('get', fault);
    expect(await thrownBy(connect({ timeout: 20 }).get('name'))).toBeInstanceOf(StoreUnavailable);
    expect(double.take('get')).toHaveLength(1);
  });

  it('no error holds the secret, the access token or the request', async () => {
    const { double, connect } = connectedVault({
      fault: ({ kind }) => (kind === 'probe' ? undefined : { kind: 'reset', work: 'undone' }),
    });
    const secrets = connect();
    const errors = [await thrownBy(secrets.set('name', 'hunter2', {})), await thrownBy(secrets.get('name'))];
    double.inject('set', status(400, { code: 'hunter2 is bad' }));
    errors.push(await thrownBy(secrets.set('name', 'hunter2', { creator: 'ann@example.com' })));
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(
        /hunter2|ann@|access-token|authorization/,
      );
    }
  });
});

it('a secret whose deletion the vault has not finished yet is removed', async () => {
  const { double, connect } = connectedVault();
  const secrets = connect();
  await secrets.set('name', 'value', {});
  double.inject('deleted', { kind: 'status', status: 404, code: 'SecretNotFound' });
  await secrets.remove('name');
  expect(await secrets.get('name')).toBeUndefined();
  expect(double.take('delete', 'deleted')).toHaveLength(2);
});

describe('what an operator does in the vault', () => {
  it('a disabled secret is no secret, but stands in lists', async () => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    const { version } = await secrets.set('name', 'value', {});
    double.vault.disable('name');
    expect(await secrets.get('name')).toBeUndefined();
    expect(await secrets.get('name', version)).toBeUndefined();
    expect(await secrets.list('name')).toHaveLength(1);
  });

  it('a deleted secret is gone, blocks its name with a clear error, and comes back when recovered', async () => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    const { version } = await secrets.set('name', 'value', {});
    double.vault.delete('name');
    expect(await secrets.get('name', version)).toBeUndefined();
    expect(await secrets.list('name')).toEqual([]);
    await expect(secrets.set('name', 'again', {})).rejects.toThrow('409 ObjectIsDeletedButRecoverable');
    double.vault.recover('name');
    expect(await secrets.get('name', version)).toMatchObject({ value: 'value' });
  });

  it('names have no case', async () => {
    const secrets = connectedVault().connect();
    await secrets.set('scim-token-AcDemo-1', 'value', {});
    expect(await secrets.get('SCIM-TOKEN-acdemo-1')).toMatchObject({ value: 'value' });
    expect(await secrets.list('scim-token-ACDEMO-')).toHaveLength(1);
  });

  it('short and empty pages of a list do not end it', async () => {
    const { double, connect } = connectedVault();
    const secrets = connect();
    for (let index = 0; index < 30; index += 1) await secrets.set(`name-${index}`, 'value', {});
    double.inject('list', { kind: 'page', rows: 3 }, { kind: 'page', rows: 0 }, { kind: 'page', rows: 1 });
    expect(await secrets.list('name-')).toHaveLength(30);
    expect(double.take('list')).toHaveLength(5);
  });
});

it('a passing failure in the middle of a list does not end it', async () => {
  const { double, connect } = connectedVault();
  const secrets = connect();
  for (let index = 0; index < 30; index += 1) await secrets.set(`name-${index}`, 'value', {});
  let lists = 0;
  const inner = httpClientOf(double);
  const flaky = connect({
    httpClient: {
      sendRequest(request) {
        if (request.url.includes('skiptoken') && lists++ === 0)
          double.inject('list', { kind: 'status', status: 500 });
        return inner.sendRequest(request);
      },
    },
  });
  expect(await flaky.list('name-')).toHaveLength(30);
  expect(lists).toBe(2);
});
