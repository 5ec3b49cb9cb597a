/** What a request met on its way, for its log line and its account's provisioning log. Never values of attributes. */

import { randomUUID } from 'node:crypto';
import type { Subject } from '../provisioning-log/entry.ts';

export interface Notes {
  /** Names of client quirks that were tolerated. */
  readonly quirks: Set<string>;
  /** Attributes that the account lacks and whose data was dropped. */
  readonly ignored: Set<string>;
  /** Names the request in our log; the client sees it in the answer. */
  readonly correlationId: string;
  readonly operation: string;
  account?: string;
  tokenId?: string;
  /** When it is time to say that the token will expire. */
  tokenDaysLeft?: number;
  /** How many resources a page holds that would have been too heavy with more. */
  shortenedTo?: number;
  /** Of the resource that the path names. */
  resourceId?: string;
  /** The request takes a user's access away: a mapping that was forgotten must not keep a leaver active. */
  disables?: boolean;
  /** Whom the body is about: for the provisioning log only. */
  subject?: Subject;
}

export const newNotes = (operation: string): Notes => ({
  quirks: new Set(),
  ignored: new Set(),
  correlationId: randomUUID(),
  operation,
});
