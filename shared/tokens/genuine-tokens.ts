/**
 * Texts that were compared with the record of their token and found genuine: they are not taken apart, hashed and
 * compared again while the same answer about the record holds. Remembered by their SHA-256, never by themselves.
 */

import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { upTo } from './lookup-cache.ts';
import type { TokenName } from './token.ts';
import type { TokenRecord } from './token-record.ts';

export interface GenuineToken {
  readonly token: TokenName;
  /** What its text was compared with. Another answer about the record is another object, and calls for a comparison. */
  readonly record: TokenRecord;
}

/** As many as the records that are kept. */
const MAX_TOKENS = 10_000;

/**
 * A look-up by digest does not take constant time, and need not: what its duration could tell about a kept digest is
 * no way back to a text with 256 random bits, and a text can be led towards a digest by trying alone.
 */
export const genuineTokens = (): LRUCache<string, GenuineToken> => new LRUCache(upTo(MAX_TOKENS));

export const digestOf = (text: string): string => hash('sha256', text, 'base64');
