import type { Account } from '../../shared/accounts/account.ts';
import { ACCOUNT_TTL, accountCache } from '../../shared/storage/accounts/account-cache.ts';
import { sampleAccount } from '../sample-account.ts';

const account = (id: string, version = 1): Account => ({ ...sampleAccount('reject'), id, version });

describe('accounts in memory', () => {
  it('with more accounts than fit, one in use keeps what was compiled from it', () => {
    const cache = accountCache(() => 0);
    const busy = cache.remember(account('AcBusy'));
    for (let index = 0; index < 2500; index += 1) {
      cache.remember(account(`Ac${index}`));
      expect(cache.recall('AcBusy')).toBe(busy);
    }
    expect(cache.recall('Ac0')).toBeUndefined();
    expect(cache.recall('Ac2499')).toBeDefined();
  });

  it('the same version read again is the same object, also after its time; an older one never comes back', () => {
    let time = 0;
    const cache = accountCache(() => time);
    const first = cache.remember(account('AcDemo', 2));
    time = ACCOUNT_TTL;
    expect(cache.recall('AcDemo')).toBeUndefined();
    expect(cache.remember(account('AcDemo', 2))).toBe(first);
    expect(cache.remember(account('AcDemo', 1))).toBe(first);
    expect(cache.remember(account('AcDemo', 3))).not.toBe(first);
  });
});
