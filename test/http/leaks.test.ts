import { logStore } from '../../shared/storage/log/log-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { openService, type Service } from '../service.ts';
import { memoryStores } from '../stores.ts';

/** A store whose every request fails with `error` once `broken`. */
function breaking<Store extends object>(inner: Store, error: () => Error) {
  let broken = false;
  const store = new Proxy(inner, {
    get: (target, name) => (broken ? () => Promise.reject(error()) : Reflect.get(target, name)),
  });
  return {
    store,
    break: () => {
      broken = true;
    },
  };
}

const SECRETS = /SQLITE|sqlite|cosmos|\.ts:|at Object|password|hunter2|select \*/i;

const requests = (service: Service) => [
  service.call('GET', '/Users'),
  service.call('GET', '/Users/0190a000-0000-7000-8000-000000000001'),
  service.call('POST', '/Users', { userName: 'ann' }),
  service.call('PUT', '/Users/0190a000-0000-7000-8000-000000000001', { userName: 'ann' }),
  service.call('DELETE', '/Groups/0190a000-0000-7000-8000-000000000001'),
];

describe('RFC 7644 §3.12: what an error answer reveals', () => {
  it('an unexpected failure is a constant 500 with a correlation id that the log has', async () => {
    const stores = memoryStores();
    const broken = breaking(stores.resources, () => new Error('SQLITE_CORRUPT select * hunter2'));
    const service = await openService({}, { ...stores, resources: broken.store });
    broken.break();
    for (const answer of await Promise.all(requests(service))) {
      expect(answer.status).toBe(500);
      expect(Object.keys(answer.json as object).sort()).toEqual(['detail', 'schemas', 'status']);
      expect(answer.text).not.toMatch(SECRETS);
      const id = answer.headers.get('x-correlation-id');
      const line = service.lines.find(({ correlationId }) => correlationId === id);
      expect(line).toMatchObject({ status: 500, cause: expect.stringContaining('Error') });
      expect(JSON.stringify(line)).not.toMatch(/hunter2|ann/);
    }
  });

  it('a message that looks like a place in the code is none', async () => {
    const stores = memoryStores();
    const message = 'no document:\n    at ann@example.com (hunter2:1:2)\n    at Ann';
    const broken = breaking(stores.resources, () => new Error(message, { cause: new TypeError(message) }));
    const service = await openService({}, { ...stores, resources: broken.store });
    broken.break();
    const { status } = await service.call('GET', '/Users');
    expect(status).toBe(500);
    const line = JSON.stringify(service.lines.at(-1));
    expect(line).not.toMatch(/hunter2|ann/i);
    expect(line).toMatch(/Error\\n {4}at .*caused by TypeError\\n {4}at /);
  });

  it.each(['resources', 'accounts', 'secrets'] as const)(
    'an outage of the %s store is 503 with Retry-After, never 401',
    async (name) => {
      const stores = memoryStores();
      const broken = breaking(stores[name], () => new StoreUnavailable('cosmos says no', { retryAfter: 7 }));
      // The account is read again once its cached copy is old.
      let time = Date.now();
      const service = await openService({}, { ...stores, [name]: broken.store }, () => time);
      broken.break();
      time += 3_600_000;
      for (const answer of await Promise.all(requests(service))) {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
        expect(answer.text).not.toMatch(SECRETS);
      }
    },
  );

  it('a store that asks for fewer requests is 429 with Retry-After', async () => {
    const stores = memoryStores();
    const broken = breaking(
      stores.resources,
      () => new StoreUnavailable('x', { retryAfter: 3, throttled: true }),
    );
    const service = await openService({}, { ...stores, resources: broken.store });
    broken.break();
    for (const { status, headers } of await Promise.all(requests(service))) {
      expect([status, headers.get('retry-after')]).toEqual([429, '3']);
    }
  });

  it('neither log holds what a client put into a path, a name or a filter', async () => {
    for (const values of [false, true]) {
      const stores = memoryStores();
      const log = { values, days: 30 };
      const service = await openService({ unsupportedAttributes: 'ignore', log }, stores);
      const { json } = await service.call('POST', '/Users', { userName: 'ann', 'zoe@secret.example': 'x' });
      const paths = [
        'roles[display eq "zoe@secret.example"].foo',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager[value eq "zoe@secret.example"]',
        'foo[value eq "zoe@secret.example"].bar',
        'emails[value eqq "zoe@secret.example"]',
      ];
      for (const path of paths) {
        await service.call('PATCH', `/Users/${(json as { id: string }).id}`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path, value: 'x' }],
        });
      }
      for (const filter of [
        'userName eqq "zoe@secret.example"',
        'zoe@secret.example',
        'userName eq zoe@secret.example x',
      ]) {
        await service.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      }
      expect(JSON.stringify(service.lines)).not.toMatch(/secret/i);
      const { entries } = await logStore(stores.resources, stores.activity, Date.now).query('AcDemo', {
        limit: 50,
      });
      expect(entries.filter(({ outcome }) => outcome === 'refused').length).toBeGreaterThan(2);
      expect(/secret/i.test(JSON.stringify(entries))).toBe(values);
      expect(JSON.stringify(entries)).toContain('roles[display eq \\"…\\"].foo');
    }
  });

  it('a flood of made-up tokens writes no stacks', async () => {
    const service = await openService();
    for (let index = 0; index < 60; index += 1) {
      const authorization = `Bearer ${formatToken(randomToken('AcDemo'))}`;
      await service.call('GET', '/Users', undefined, { authorization });
    }
    expect(service.lines.filter(({ status }) => status === 429).length).toBeGreaterThan(5);
    expect(service.lines.filter(({ cause }) => cause !== undefined)).toEqual([]);
  });

  it('the log line names the operation and the outcome, and holds no personal data, filter value or token', async () => {
    const service = await openService();
    await service.call('POST', '/Users', { userName: 'ann@secret.example', title: 'Secret' });
    await service.call('GET', '/Users?filter=userName eq "ann@secret.example"');
    await service.call('GET', '/Users?filter=secret@');
    await service.call('POST', '/Users', { userName: 'ann@secret.example' });
    expect(service.lines.map(({ operation, status, scimType }) => [operation, status, scimType])).toEqual([
      ['Users.POST', 201, undefined],
      ['Users.GET', 200, undefined],
      ['Users.GET', 400, 'invalidFilter'],
      ['Users.POST', 409, 'uniqueness'],
    ]);
    expect(JSON.stringify(service.lines)).not.toMatch(/secret/i);
    expect(JSON.stringify(service.lines)).not.toContain(service.token.split('_')[3]);
  });
});
