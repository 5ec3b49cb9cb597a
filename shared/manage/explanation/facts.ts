/** What is known about the person that an administrator asks about; operations/explanation.ts gathers it. */

import type { LogEntry } from '../../provisioning-log/entry.ts';

export interface Facts {
  /** As it was asked: a userName, an e-mail address, an externalId or a SCIM id. */
  readonly asked: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** For how many days the account keeps its provisioning log. */
  readonly logDays: number;
  readonly user?: FoundUser | undefined;
  /** Users that the text fits as well. */
  readonly others: readonly FoundUser[];
  /** About the person, the newest first. */
  readonly entries: readonly LogEntry[];
  /** Without a user: who has the name with which the last request for the person came. */
  readonly holder?: FoundUser | undefined;
  /** Looked up only when there is neither a user nor an entry. */
  readonly contact?: Contact | undefined;
}

export interface FoundUser {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly active: boolean;
  /** ISO 8601 instant in UTC. */
  readonly lastModified: string;
  /** What the text is of this user; `log`: it was found through entries, under a former name or externalId. */
  readonly foundBy: 'id' | 'externalId' | 'userName' | 'email' | 'log';
}

/** What the account last heard from its client. */
export interface Contact {
  /** The token that was used last; undefined when none ever was. */
  readonly lastUse?: TokenUse | undefined;
  /** Whether a token of the account opens it now. */
  readonly hasLiveToken: boolean;
  /** The newest entry of the log about anyone. */
  readonly newest?: LogEntry | undefined;
  /** Requests of the last day with tokens that are none of the account's: they leave no entry. */
  readonly unknownTokens?: UnknownTokens | undefined;
}

export interface UnknownTokens {
  readonly count: number;
  /** ISO 8601 instant in UTC. */
  readonly lastAt: string;
}

export interface TokenUse {
  readonly tokenId: string;
  readonly label: string;
  /** A day `YYYY-MM-DD` or an ISO 8601 instant, in UTC. */
  readonly at: string;
}
