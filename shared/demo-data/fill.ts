/**
 * Fills an account with forty people, groups, managers and a week of log, through the SCIM endpoint: all of it is what a
 * provisioning client would have left. It knows no store, and asks nobody whether it may.
 */

import type { Account } from '../accounts/account.ts';
import { hasOptions } from '../kissflow/field.ts';
import { userNameOf } from './bodies.ts';
import { type Cast, castOf, named } from './cast.ts';
import { type DemoClient, type DemoService, demoClient, demoClock } from './client.ts';
import { JOINERS, PEOPLE, STRANGERS, VISITOR } from './people.ts';

interface Told {
  readonly account: Account;
  readonly client: DemoClient;
  readonly cast: Cast;
}

/** Minutes. */
const HOUR = 60;
const DAY = 24 * HOUR;

const BY = 'demo data';

/**
 * @param present milliseconds since the epoch
 * @param serviceAt the service with another clock
 * @throws Error when the service fails
 */
export async function fillWithDemoData(
  account: Account,
  present: number,
  serviceAt: (now: () => number) => DemoService,
): Promise<void> {
  const clock = demoClock(present);
  const service = serviceAt(clock.now);
  const client = demoClient(account.id, service, clock);
  const told = { account, client, cast: castOf(account, client) };
  client.at(7 * DAY + HOUR);
  const old = await service.tokens.issue(account.id, { label: 'Entra ID (demo)', createdBy: BY });
  client.use(old.text);
  await firstDays(told);
  client.at(5 * DAY);
  const rotated = await service.tokens.rotate(account.id, old.tokenId, { createdBy: BY });
  client.use(rotated?.text ?? old.text);
  await middleDays(told);
  await service.tokens.revoke(account.id, old.tokenId, BY);
  await lastDays(told);
  await service.flush();
}

async function firstDays({ account, client, cast }: Told): Promise<void> {
  client.at(7 * DAY);
  await cast.arrive([...PEOPLE.filter(({ login }) => !JOINERS.includes(login)), VISITOR]);
  await cast.gather();
  client.at(6.2 * DAY);
  await cast.change('joao.silva', { title: 'Senior Engineer' });
  await strangersCome(account, client, cast, [6, 5.5]);
}

async function middleDays({ account, client, cast }: Told): Promise<void> {
  await cast.arrive(named('ananya.iyer'));
  await cast.change('samuel.mensah', { title: 'Accounts Receivable' });
  client.at(4.3 * DAY);
  await cast.change('matteo.ricci', { active: 'False' });
  await cast.leaveGroup('Travel requests', ['matteo.ricci']);
  await strangersCome(account, client, cast, [4.1, 3.5]);
  await cast.arrive(named('zofia.nowak'));
  await cast.change('chloe.dubois', { userName: userNameOf('chloe.martin'), displayName: 'Chloé Martin' });
}

async function lastDays({ account, client, cast }: Told): Promise<void> {
  client.at(3 * DAY);
  await cast.change('emma.lindqvist', { active: 'False' });
  // Another person in the directory has the same user name.
  await cast.arrive(
    named('grace.mitchell').map((person) => ({ ...person, title: 'Contractor', manager: '' })),
  );
  client.at(2 * DAY);
  await cast.arrive(named('noor.rahman'));
  await cast.leaveGroup('Onboarding', ['arjun.nair', 'tariq.aziz']);
  client.at(1.5 * DAY);
  await cast.change('emma.lindqvist', { active: 'True' });
  await strangersCome(account, client, cast, [0.9, 0.6, 0.25]);
  client.at(5 * HOUR);
  await cast.arrive(named('ivan.petrov'));
  await cast.renameGroup('Travel requests', 'Business travel');
  client.at(2 * HOUR);
  await cast.disappear(VISITOR.login);
  client.at(40);
  await cast.change('kim.minjun', { title: 'Senior Account Executive' });
  await cast.change('tomasz.wojcik', { title: 'Engineer' });
}

/** A provisioning client tries again whom it could not create. @param days ago */
async function strangersCome({ fields }: Account, client: DemoClient, cast: Cast, days: readonly number[]) {
  const office = fields.find(({ type }) => hasOptions(type));
  if (!office) return;
  for (const day of days) {
    client.at(day * DAY);
    await cast.arrive(STRANGERS, { [office.id]: 'Paris' });
  }
}
