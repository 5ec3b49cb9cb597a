/** What an admin may ask of a new token. */

import { DEFAULT_LIFE } from './token-days.ts';

export interface TokenTerms {
  /** 1 to 100 characters. */
  readonly label: string;
  /** Who issues it: at most 256 characters. */
  readonly createdBy: string;
  /** A year from now when left out; null: never. */
  readonly expiresAt?: Date | null | undefined;
}

/** `message` says what to change. */
export class TokenTermsError extends Error {
  override readonly name = 'TokenTermsError';
  readonly term: keyof TokenTerms;

  constructor(term: keyof TokenTerms, message: string) {
    super(message);
    this.term = term;
  }
}

interface CheckedTerms {
  readonly label: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

/** @throws TokenTermsError */
export function checkTerms({ label, createdBy, expiresAt }: TokenTerms, time: number): CheckedTerms {
  return {
    label: plainText('label', label, 100),
    createdBy: plainText('createdBy', createdBy, 256),
    expiresAt: expiryAsked(expiresAt, time),
  };
}

// What would break a line or a terminal, or turn text around, wherever labels are shown; Cs are lone surrogates.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

function plainText(term: 'label' | 'createdBy', text: string, max: number): string {
  const trimmed = text.trim();
  const { length } = [...trimmed.slice(0, 2 * max + 1)];
  if (length === 0 || length > max) {
    throw new TokenTermsError(term, `${term} must have 1 to ${max} characters.`);
  }
  if (UNPRINTABLE.test(trimmed)) {
    throw new TokenTermsError(term, `${term} must be one line of text without control characters.`);
  }
  return trimmed;
}

function expiryAsked(expiresAt: Date | null | undefined, time: number): string | null {
  if (expiresAt === null) return null;
  const instant = expiresAt ?? new Date(time + DEFAULT_LIFE);
  // NaN, of an invalid date, is not later than anything.
  if (!(instant.getTime() > time)) {
    throw new TokenTermsError('expiresAt', 'expiresAt must be a date in the future, or null for never.');
  }
  return instant.toISOString();
}
