import { resolve } from 'node:path';
import { readLocalSettings } from '../../cli/local-host/local-settings.ts';
import { startFailure } from '../../cli/local-host/start-failure.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';

describe('what npm start reads from the environment', () => {
  it('nothing set, or set to nothing: loopback, 7071, .data, reject', () => {
    const defaults = {
      port: 7071,
      hostname: '127.0.0.1',
      dataDir: resolve('.data'),
      unsupportedAttributes: 'reject',
    };
    expect(readLocalSettings({})).toEqual(defaults);
    expect(readLocalSettings({ PORT: '', HOST: '', DATA_DIR: '', UNSUPPORTED_ATTRIBUTES: '' })).toEqual(
      defaults,
    );
  });

  it('everything set', () => {
    const environment = { PORT: '0', HOST: '::1', DATA_DIR: '/data', UNSUPPORTED_ATTRIBUTES: 'ignore' };
    expect(readLocalSettings(environment)).toEqual({
      port: 0,
      hostname: '::1',
      dataDir: '/data',
      unsupportedAttributes: 'ignore',
    });
  });

  it.each([
    { PORT: '70710' },
    { PORT: '-1' },
    { PORT: '7071x' },
    { PORT: '1e3' },
    { UNSUPPORTED_ATTRIBUTES: 'drop' },
  ])('%j is refused by name', (environment) => {
    expect(() => readLocalSettings(environment)).toThrow(Object.keys(environment)[0]);
  });
});

describe('why it did not start', () => {
  const system = (code: string, more = {}) => Object.assign(new Error('listen'), { code, ...more });

  it.each([
    [system('EADDRINUSE', { port: 7071 }), 'Port 7071 is in use'],
    [system('EACCES', { port: 80 }), 'Port 80 needs more rights'],
    [system('EADDRNOTAVAIL', { address: '10.9.9.9' }), 'HOST is not an address of this machine: 10.9.9.9'],
    [system('MODULE_NOT_FOUND'), 'npm run build'],
    [system('EACCES', { path: '/data/x' }), /^\/data\/x: this user may not use it/],
    [system('ENOSPC'), /^\/data: the disk is full/],
    [
      system('EROFS', { path: '/data/connection.json.1.tmp', dest: '/data/connection.json' }),
      /^\/data\/connection.json: the disk is read-only/,
    ],
    [system('EISDIR', { path: '/data/curl.conf' }), /^\/data\/curl.conf: it is a folder/],
    [new StoreUnavailable('SQLite: locked'), /^The store cannot be used: SQLite: locked$/],
    [new Error('PORT must be a number'), /^PORT must be a number$/],
    [new TypeError('a fault of ours'), 'at '],
    ['no Error at all', 'no Error at all'],
  ])('%s', (error, message) => {
    expect(startFailure(error, '/data')).toMatch(message);
  });
});
