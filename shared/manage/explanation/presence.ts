/** Whether the person is a user of the account, and under which name. */

import type { LogEntry } from '../../provisioning-log/entry.ts';
import { fold } from '../../scim/resource/compare.ts';
import type { Facts, FoundUser } from './facts.ts';
import { type Finding, named, requestOf, when } from './finding.ts';

export function presence(facts: Facts): readonly Finding[] {
  const { asked, user, others, entries } = facts;
  const holder = user ?? facts.holder;
  const clash = holder && clashWith(holder, entries);
  return [
    user ? here(user, asked, entries) : absent(asked),
    ...(others.length > 0 ? [fitsOthers(others)] : []),
    ...(holder && clash ? [nameHeld(holder, clash)] : []),
  ];
}

function here(user: FoundUser, asked: string, entries: readonly LogEntry[]): Finding {
  const { userName, foundBy } = user;
  const whom = named(user);
  if (foundBy === 'email')
    return {
      code: 'found-by-email',
      text: `No userName is ${asked}; it is an e-mail address of the user ${whom}.`,
    };
  if (foundBy === 'userName' && userName !== asked)
    return {
      code: 'found-in-other-case',
      text: `The user is here: ${whom}. The userName is found without regard to case.`,
    };
  if (foundBy === 'log') return { code: 'found-by-former-name', text: formerly(user, asked, entries) };
  return { code: 'here', text: `The user is here: ${whom}.` };
}

function formerly(user: FoundUser, asked: string, entries: readonly LogEntry[]): string {
  const renaming = entries.find(({ event, attributes }) => event === 'renamed' || attributes.some(isNewName));
  if (!renaming) return `The log knows ${asked}: the user is here as ${named(user)}.`;
  return `The user is here under another name: ${named(user)}. The last renaming was on ${when(renaming.at)}, by ${requestOf(renaming)}.`;
}

const isNewName = ({ attribute, before }: LogEntry['attributes'][number]): boolean =>
  attribute === 'userName' && before !== undefined;

const absent = (asked: string): Finding => ({
  code: 'absent',
  text: `No user has ${asked} as userName, e-mail address, externalId or id.`,
});

const fitsOthers = (others: readonly FoundUser[]): Finding => ({
  code: 'fits-others',
  text: `It also fits ${others.map(named).join(', ')}.`,
});

/** The refusal of a request to create someone else, as the client sees it, under the name of this user. */
const clashWith = ({ userName, externalId }: FoundUser, entries: readonly LogEntry[]): LogEntry | undefined =>
  entries.find(
    (entry) =>
      entry.outcome === 'refused' &&
      entry.status === 409 &&
      entry.name !== undefined &&
      fold(entry.name) === fold(userName) &&
      entry.externalId !== undefined &&
      entry.externalId !== externalId,
  );

const nameHeld = (holder: FoundUser, { externalId = '', at }: LogEntry): Finding => ({
  code: 'name-held',
  text: `The userName ${holder.userName} is taken by a user with ${holder.externalId === undefined ? 'no externalId' : `another externalId (${holder.externalId})`}: on ${when(at)} the client tried to create it with the externalId ${externalId}.`,
  steps: [
    'If both are the same person: make userName a matching attribute of the mapping in Entra ID, so that the user is found instead of created, and try it with Provision on demand.',
    'If they are two people: give one of them another userName in the directory.',
  ],
});
