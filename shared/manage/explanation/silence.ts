/** No request about the person has come: when the client was last here, and what to check on its side. */

import { inBothViews, places } from '../../kissflow/entra-views.ts';
import type { Contact, Facts, TokenUse } from './facts.ts';
import { type Finding, when } from './finding.ts';

export function silence({ asked, entries, user, contact, now, logDays }: Facts): readonly Finding[] {
  if (entries.length > 0) return [];
  const neverCame: Finding = {
    code: 'never-came',
    text: `No request about ${asked} is in the log, which reaches ${logDays} days back. Look-ups leave no entry.`,
  };
  if (user || !contact) return [neverCame];
  const last = lastContact(contact, now);
  return [neverCame, { ...last, steps: [...(last.steps ?? []), ...ON_ITS_SIDE] }];
}

/** Entra's cycles are 40 minutes apart, and a day in quarantine. */
const SILENT = 86_400_000;

const ENTER_TOKEN = `Enter Base URL and token in Entra ID under ${inBothViews(places.credentials)}, then Test Connection.`;
const START = `Start provisioning in Entra ID: ${inBothViews(places.start)}.`;

function lastContact(contact: Contact, now: number): Finding {
  const { lastUse, hasLiveToken, newest } = contact;
  const last = lastUse ? endOf(lastUse.at) : 0;
  const isRefused = newest?.code === 'token-expired' || newest?.code === 'token-revoked';
  // A token that replaced it may be in use since.
  if (isRefused && last <= Date.parse(newest.at))
    return {
      code: 'token-refused',
      text: `The last request of the account, on ${when(newest.at)}, was refused: ${newest.detail ?? newest.code}`,
      steps: ['Generate a token.', ENTER_TOKEN, 'Restart provisioning, in case the job is in quarantine.'],
    };
  if (!hasLiveToken)
    return {
      code: 'no-token',
      text: 'The account has no token that is valid now, so no client can provision.',
      steps: ['Generate a token.', ENTER_TOKEN, START],
    };
  const unknown = unknownToken(contact, last);
  if (unknown) return unknown;
  if (!lastUse)
    return {
      code: 'no-contact',
      text: 'No token of the account has been used yet: Entra ID was never here.',
      steps: [ENTER_TOKEN, START],
    };
  const was = wasHere(lastUse);
  if (now - last > SILENT)
    return {
      code: 'silent',
      text: `${was}. A job that runs comes every 40 minutes, one in quarantine once a day.`,
      steps: [`Look at the overview page of provisioning: the job may be in quarantine, or paused. ${START}`],
    };
  return { code: 'in-contact', text: `${was}: provisioning runs, and does not send this person.` };
}

/** After the last request with a valid one: that provisioning runs cannot be said then. */
function unknownToken({ lastUse, unknownTokens }: Contact, last: number): Finding | undefined {
  if (!unknownTokens || Date.parse(unknownTokens.lastAt) <= last) return undefined;
  const { count, lastAt } = unknownTokens;
  const before = lastUse ? wasHere(lastUse) : 'No token of the account has been used yet';
  return {
    code: 'token-unknown',
    text: `${before}. Requests come with a token that is none of this account's: the last one on ${when(lastAt)}, ${count} within a day.`,
    steps: [
      'If these are of Entra ID: compare Base URL and token there with the connection file, or generate another token.',
      ENTER_TOKEN,
      'Restart provisioning, in case the job is in quarantine.',
    ],
  };
}

const wasHere = (use: TokenUse): string =>
  `Entra ID was last here on ${when(use.at)}, with the token ${tokenName(use)}`;

const tokenName = ({ tokenId, label }: TokenUse): string =>
  label === '' ? tokenId : `${label} (${tokenId})`;

/** Milliseconds since the epoch. */
const endOf = (at: string): number => Date.parse(at.length === 10 ? `${at}T23:59:59Z` : at);

/** In the order in which it is quickest to find. */
const ON_ITS_SIDE = [
  'Check the spelling, or search for a part of the name among the users and in the log.',
  'Check the assignment: with the scope "assigned users and groups" the user, or a group of which it is a direct member, has to be under Users and groups of the application. Members of nested groups are not sent.',
  'Check the scoping filters of the attribute mapping, and that sign-in is not blocked: Entra ID does not create users who are disabled.',
  'Try the user with Provision on demand: it names the step at which Entra ID stops.',
  'Look at the overview page of provisioning for a quarantine, and at its provisioning logs.',
];
