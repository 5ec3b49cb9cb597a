/** A start on a store whose account was deleted: it is not made again without being asked for. */

import { join } from 'node:path';
import { firstStart } from '../../cli/local-host/first-start.ts';
import { servicesOn } from '../../functions/runtime/compose.ts';
import { openStores } from '../../functions/runtime/open-stores.ts';
import { readSettings } from '../../functions/runtime/settings.ts';
import { ORIGIN, openShell } from './commands/shell.ts';

it('goes on with the deletion, keeps the account deleted, and makes it anew when its connection is gone', async () => {
  const shell = await openShell();
  const settings = readSettings({ DATA_DIR: join(shell.folder, 'data'), PUBLIC_BASE_URL: ORIGIN });
  const known = { baseUrl: `${ORIGIN}/scim/v2/AcDemo`, token: 'kfs_x' };
  const later = servicesOn(await openStores(settings), ORIGIN, () => Date.now() + 180_000);
  const entry = { id: 'e', at: new Date().toISOString(), by: 'ann' };
  await later.administratorsLog.begin('AcDemo', {
    ...entry,
    operation: 'deleteAccount',
    from: 'command-line',
    correlationId: 'c',
  });
  const deletion = await later.deletions.begin('AcDemo', entry);
  const start = (connection?: typeof known) => firstStart(settings, connection, 'reject');
  expect(await start(known)).toEqual({
    accountId: 'AcDemo',
    token: undefined,
    warnings: [expect.stringContaining('is being deleted: this service goes on with it')],
  });
  expect(await later.deletions.advance(deletion, Date.now() + 3_600_000)).toBe(false);
  expect(await start(known)).toMatchObject({
    token: undefined,
    warnings: [expect.stringContaining('was deleted, and connection.json opens nothing')],
  });
  // As the command that asks for its end once more, which comes too late.
  const again = { ...entry, id: 'again', at: new Date(Date.now() + 1000).toISOString() };
  const asked = { ...again, operation: 'deleteAccount', from: 'command-line', correlationId: 'd' } as const;
  await later.administratorsLog.begin('AcDemo', asked);
  const refused = { outcome: 'refused', status: 404, endedAt: again.at } as const;
  await later.administratorsLog.complete('AcDemo', again, refused);
  expect(await start(known)).toMatchObject({
    token: undefined,
    warnings: [expect.stringContaining('was deleted, and connection.json opens nothing')],
  });
  expect(await later.accounts.list()).toEqual([]);
  expect(await start()).toMatchObject({ token: expect.stringMatching(/^kfs_AcDemo_/), warnings: [] });
  expect(await later.accounts.list()).toMatchObject([{ id: 'AcDemo', version: 3 }]);
  shell.remove();
});
