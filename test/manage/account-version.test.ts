import { accountChanged } from '../../shared/accounts/account.ts';
import { onVersion } from '../../shared/manage/operations/account-version.ts';
import { sampleAccount } from '../sample-account.ts';

/** Others are faster so many times. */
const racing = (times: number) => {
  let [version, left] = [1, times];
  return {
    read: async () => ({ ...sampleAccount('reject'), version }),
    change: async (account: { readonly version: number }) => {
      if (left > 0) {
        left -= 1;
        version += 1;
      }
      if (account.version !== version) throw accountChanged('AcDemo');
      return version;
    },
  };
};

describe('RFC 9110 §13.1.1: a change of an account', () => {
  it('under `*` is tried again while others are faster', async () => {
    const { read, change } = racing(5);
    expect(await onVersion(read, undefined, change)).toBe(6);
  });

  it('under a version is tried once', async () => {
    const { read, change } = racing(1);
    await expect(onVersion(read, [1], change)).rejects.toMatchObject({ code: 'changed' });
    await expect(onVersion(read, [1], change)).rejects.toMatchObject({ code: 'changed' });
    expect(await onVersion(read, [1, 2], change)).toBe(2);
  });
});
