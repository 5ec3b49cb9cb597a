/**
 * RFC 7644 §3.4.2.2: reads a filter or a PATCH path from left to right. Holds the limits that keep hostile input
 * cheap, and words every syntax error: what was expected, where, and what was found.
 */

import type { ErrorCode, ScimError } from '../error.ts';
import { hasTooManyMarks, limits } from '../intake/limits.ts';
import type { Policy } from '../policy.ts';
import { fix, say, sent, type Text } from '../text.ts';

type Refuse = (code: ErrorCode, text: Text) => ScimError;

const MAX_CHARACTERS = 4096;
const MAX_NESTING = 20;
const MAX_COMPARISONS = 100;

export class Tokens {
  readonly policy: Policy;
  readonly #text: string;
  readonly #error: Refuse;
  #position = 0;
  #depth = 0;
  #comparisons = 0;

  /** `error` makes the error of this input: invalidFilter or invalidPath. */
  constructor(text: string, policy: Policy, error: Refuse) {
    if (text.length > MAX_CHARACTERS) {
      throw error('too-long', say`Longer than ${MAX_CHARACTERS} characters: ${fix`shorten it`}.`);
    }
    if (hasTooManyMarks(text)) {
      throw error(
        'too-many-marks',
        say`More than ${limits.marks} combining marks behind each other: ${fix`send text as people write it`}.`,
      );
    }
    this.policy = policy;
    this.#text = text;
    this.#error = error;
    this.take(/\s*/y);
  }

  get position(): number {
    return this.#position;
  }

  /** Reads what the sticky `pattern` matches here; without a match undefined, and nothing is read. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#position += match[0].length;
    return match[0];
  }

  /** Like `take`, but a missing match is an error; `wanted` completes the phrase: expected ... */
  expect(pattern: RegExp, wanted: string): string {
    const found = this.take(pattern);
    if (found === undefined) throw this.refusal(wanted);
    return found;
  }

  end(wanted: string): void {
    this.expect(/\s*$/y, wanted);
  }

  refusal(wanted: string, position = this.#position, remedy?: Text): ScimError {
    const advice = remedy ? say`: ${remedy}` : '';
    return this.#error(
      'syntax',
      say`Expected ${wanted} at position ${position + 1}, found ${excerpt(this.#text, position)}${advice}.`,
    );
  }

  /** Reads one level deeper: inside parentheses or brackets. */
  nest<T>(read: () => T): T {
    if (++this.#depth > MAX_NESTING) {
      throw this.#error(
        'too-deep',
        say`Nested deeper than ${MAX_NESTING} levels at position ${this.#position + 1}.`,
      );
    }
    const result = read();
    this.#depth--;
    return result;
  }

  countComparison(): void {
    if (++this.#comparisons > MAX_COMPARISONS) {
      throw this.#error(
        'too-many-comparisons',
        say`More than ${MAX_COMPARISONS} comparisons: ${fix`split it into several requests`}.`,
      );
    }
  }
}

const EXCERPT_LENGTH = 40;

function excerpt(text: string, position: number): Text {
  const rest = [...text.slice(position, position + 2 * EXCERPT_LENGTH + 2).toWellFormed()];
  if (rest.length === 0) return say`the end`;
  const shown = rest
    .slice(0, EXCERPT_LENGTH)
    .join('')
    .replace(/\p{Cc}/gu, '\uFFFD');
  return say`\`${sent(shown + (rest.length > EXCERPT_LENGTH ? '...' : ''))}\``;
}
