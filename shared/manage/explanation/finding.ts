/** One thing that is found out about a person: a sentence for people, a code for programs, and what to do about it. */

import type { LogEntry } from '../../provisioning-log/entry.ts';
import type { FoundUser } from './facts.ts';

export interface Finding {
  readonly code: FindingCode;
  readonly text: string;
  /** Sentences, in the order in which to try them. */
  readonly steps?: readonly string[];
}

export type FindingCode =
  | 'here'
  | 'found-by-email'
  | 'found-in-other-case'
  | 'found-by-former-name'
  | 'fits-others'
  | 'name-held'
  | 'absent'
  | 'active'
  | 'still-active'
  | 'disabled'
  | 'causes'
  | 'deleted'
  | 'recreated'
  | 'last-request'
  | 'refused'
  | 'never-came'
  | 'no-token'
  | 'token-refused'
  | 'token-unknown'
  | 'no-contact'
  | 'silent'
  | 'in-contact';

/** To the second, as it is read and compared. */
export const when = (at: string): string => at.replace(/\.\d+Z$/, 'Z');

/** Which request it was. */
export const requestOf = ({ correlationId, tokenId, by }: LogEntry): string =>
  tokenId === ''
    ? `an import by ${by ?? 'an administrator'}`
    : `request ${correlationId} with the token ${tokenId}`;

export const named = ({ userName, externalId, id }: FoundUser): string =>
  `${userName} (id ${id}, ${externalId === undefined ? 'no externalId' : `externalId ${externalId}`})`;
