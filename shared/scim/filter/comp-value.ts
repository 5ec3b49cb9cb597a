/** RFC 7644 §3.4.2.2: `compValue = false / null / true / number / string`, in the notation of RFC 8259 (JSON). */

import { isJsonNumber } from '../resource/decimal.ts';
import type { Literal } from './ast.ts';
import type { Tokens } from './tokens.ts';

const WANTED = 'a quoted string, a number, true, false or null';
const QUOTED = /"(?:[^"\\]|\\.)*"/sy;
const WORD = /[^\s)\]"][^\s)\]]*/y;

export function compValue(tokens: Tokens): Literal {
  const start = tokens.position;
  const quoted = tokens.take(QUOTED);
  if (quoted !== undefined) return stringLiteral(tokens, start, unquote(quoted));
  const word = tokens.expect(WORD, WANTED);
  const literal = wordLiteral(word);
  if (literal) return literal;
  if (!tokens.policy.lenientLiterals) throw tokens.refusal(WANTED, start);
  return stringLiteral(tokens, start, word);
}

function wordLiteral(word: string): Literal | undefined {
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  if (word === 'null') return { kind: 'null' };
  return isJsonNumber(word) ? { kind: 'number', digits: word } : undefined;
}

/** Neither U+0000 nor a lone surrogate survives every store unchanged. */
function stringLiteral(tokens: Tokens, start: number, text: string | undefined): Literal {
  if (text === undefined) throw tokens.refusal('a string with JSON escapes', start);
  if (text.includes('\0') || !text.isWellFormed()) {
    throw tokens.refusal('a string of Unicode characters without U+0000', start);
  }
  return { kind: 'string', text };
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
