/** What a request met on its way, for its one log line. Names of attributes and rules, never values. */

export interface Notes {
  /** Names of client quirks that were tolerated. */
  readonly quirks: Set<string>;
  /** Attributes that the account lacks and whose data was dropped. */
  readonly ignored: Set<string>;
  operation: string;
  account?: string;
  tokenId?: string;
}

export const newNotes = (operation: string): Notes => ({ quirks: new Set(), ignored: new Set(), operation });
