import type { RegisteredFunction } from '../../cli/local-host/load-app.ts';
import { createRouter as routerOf } from '../../functions/runtime/router.ts';
import { routeOf } from '../stream-host/stream-service.ts';

const createRouter = (functions: readonly RegisteredFunction[], prefix: string) =>
  routerOf(functions.flatMap(routeOf), prefix);

function http(name: string, route: string | undefined, methods = ['GET']): RegisteredFunction {
  const trigger = { type: 'httpTrigger', methods, ...(route === undefined ? {} : { route }) };
  return { metadata: { name, bindings: { trigger, $return: { type: 'http' } } }, callback: () => undefined };
}

describe('route templates, matched as the Functions host does', () => {
  const users = 'scim/v2/{accountId}/Users/{*rest}';
  it.each([
    [users, '/scim/v2/A/Users', { accountId: 'A' }],
    [users, '/scim/v2/A/Users/', { accountId: 'A', rest: '' }],
    [users, '/SCIM/V2/A/users/1', { accountId: 'A', rest: '1' }],
    [users, '/scim/v2/A/Users/1/x/', { accountId: 'A', rest: '1/x/' }],
    [users, '/scim/v2/A%2FB/Users/a%2fb', { accountId: 'A%2FB', rest: 'a%2fb' }],
    [users, '/scim/v2/%C3%A4/%55sers/%E2%82%AC', { accountId: 'ä', rest: '€' }],
    [users, '/scim/v2/%FF%zz/Users', { accountId: '%FF%zz' }],
    [users, '/scim/v2/__proto__/Users/constructor', { accountId: '__proto__', rest: 'constructor' }],
    [users, '/scim/v2//Users', undefined],
    [users, '/scim/v2/A/Users//', undefined],
    [users, '/scim/v2/A/Users//1', undefined],
    [users, '/scim/v2/A/Users/1//', { accountId: 'A', rest: '1//' }],
    [users, '/scim/v2/A/UsersX', undefined],
    [users, '/scim/v2/A', undefined],
    ['healthz', '/healthz', {}],
    ['healthz', '/healthz/', {}],
    ['healthz', '/healthz/x', undefined],
    ['a.c', '/abc', undefined],
    ['{*path}', '/', { path: '' }],
    ['{*path}', '/any/thing', { path: 'any/thing' }],
    ['{*path}', '/any//thing', { path: 'any//thing' }],
    ['{*path}', '//any', undefined],
    [undefined, '/Named', {}],
  ])('%s, asked for %s: %j', (template, path, params) => {
    expect(createRouter([http('named', template)], '')('GET', path)?.params).toEqual(params);
  });

  it('the prefix of host.json comes before every route', () => {
    const route = createRouter([http('users', 'Users')], 'api');
    expect(route('GET', '/api/Users')?.params).toEqual({});
    expect(route('GET', '/Users')).toBeUndefined();
  });

  it('a method that is not registered leaves the request to the next function', () => {
    const route = createRouter([http('a', '{*path}', ['POST']), http('b', '{*path}', ['GET'])], '');
    expect(route('GET', '/x')?.route.name).toBe('b');
    expect(route('DELETE', '/x')).toBeUndefined();
  });

  it('of several that match, the first in the alphabet answers, however special the others are', () => {
    const route = createRouter([http('Z', 'Users/me'), http('b', 'Users/{id}'), http('C', 'Users/me/')], '');
    expect(route('GET', '/Users/me')?.route.name).toBe('b');
  });

  it('other triggers have no route', () => {
    const timer = {
      metadata: { name: 'timer', bindings: { t: { type: 'timerTrigger' } } },
      callback: () => 1,
    };
    expect(createRouter([timer], '')('GET', '/timer')).toBeUndefined();
  });
});

describe('what the host in Azure would not start with is refused here too', () => {
  it.each([
    ['a reserved route', [http('keys', 'admin/keys')], 'reserves'],
    ['the same route twice', [http('a', 'x/{y}'), http('b', 'x/{y}', ['PUT', 'GET'])], 'a and b'],
    ['a constraint that is not implemented', [http('a', 'x/{y:int}')], '{y:int}'],
  ])('%s', (_case, functions, message) => {
    expect(() => createRouter(functions, '')).toThrow(message);
  });

  it('one route with different methods is fine', () => {
    expect(() => createRouter([http('a', 'x', ['GET']), http('b', 'x', ['PUT'])], '')).not.toThrow();
  });
});
