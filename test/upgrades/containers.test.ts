/** Containers whose search keys are of another version: who brings them up to date, who waits, who refuses. */

import { bringUpToDate as prepared } from '../../functions/runtime/open-stores.ts';
import { ofType } from '../../shared/storage/documents/conditions.ts';
import { KEY_VERSION, rekey, requireKeys } from '../../shared/storage/rekey/rekey.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { STORES } from '../stores.ts';

const COSMOS = {
  kind: 'cosmos',
  endpoint: 'https://example.test',
  database: 'scim',
  key: undefined,
  clientId: undefined,
} as const;

const open = async (start: (typeof STORES)[number][1]) => {
  const stores = await start();
  const bringUpToDate = () =>
    rekey(
      stores,
      async () => [],
      () => undefined,
      Date.now,
    );
  const keysOf = (version: number) => {
    const document = { id: 'keys', type: 'key-version', version };
    return stores.accounts.batch('accounts', [{ kind: 'upsert', document }]);
  };
  return { stores, accounts: stores.accounts, bringUpToDate, keysOf };
};

describe.each(STORES)('on %s', (_name, start) => {
  it('the SCIM app, which may not write accounts, waits (503) until the manage app has been there', async () => {
    const { accounts, bringUpToDate } = await open(start);
    await expect(requireKeys(accounts)).rejects.toBeInstanceOf(StoreUnavailable);
    await bringUpToDate();
    await expect(requireKeys(accounts)).resolves.toBeUndefined();
  });

  it('the SCIM app reaches accounts and tokens meanwhile, resources not before they are up to date', async () => {
    const { stores, bringUpToDate } = await open(start);
    const opened = await prepared({ role: 'scim', store: COSMOS }, stores);
    await expect(opened.accounts.read('accounts', 'keys')).resolves.toBeUndefined();
    const asked = () => [
      opened.resources.read('AcDemo', 'u.1'),
      opened.resources.count('AcDemo', ofType('user')),
      opened.resources.query('AcDemo', { where: ofType('user'), limit: 1 }),
      opened.resources.batch('AcDemo', [{ kind: 'delete', id: 'u.1' }]),
    ];
    const refused = { status: 'rejected', reason: expect.any(StoreUnavailable) };
    expect(await Promise.allSettled(asked())).toEqual(Array(4).fill(refused));
    await bringUpToDate();
    await expect(Promise.all(asked())).resolves.toHaveLength(4);
  });

  it('an earlier version: the same', async () => {
    const { accounts, bringUpToDate, keysOf } = await open(start);
    await keysOf(KEY_VERSION - 1);
    await expect(requireKeys(accounts)).rejects.toThrow(/the manage app makes them anew/);
    await bringUpToDate();
    await expect(requireKeys(accounts)).resolves.toBeUndefined();
  });

  it('a later version is refused by both, and stays as it is', async () => {
    const { accounts, bringUpToDate, keysOf } = await open(start);
    await keysOf(KEY_VERSION + 1);
    const sentence = /^The data was written by a later version of this software \(keys of version/;
    await expect(requireKeys(accounts)).rejects.toThrow(sentence);
    await expect(bringUpToDate()).rejects.toThrow(sentence);
    expect(await accounts.read('accounts', 'keys')).toMatchObject({ version: KEY_VERSION + 1 });
  });
});
