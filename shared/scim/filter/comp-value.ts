/** RFC 7644 §3.4.2.2: `compValue = false / null / true / number / string`, in the notation of RFC 8259 (JSON). */

import { isJsonNumber } from '../resource/compare.ts';
import { fix } from '../text.ts';
import type { Literal } from './ast.ts';
import type { Tokens } from './tokens.ts';

const WANTED_VALUE = 'a quoted string, a number, true, false or null';
const QUOTED_STRING = /"(?:[^"\\]|\\.)*"/sy;
const SINGLY_QUOTED_STRING = /'(?:[^'\\]|\\.)*'/sy;
const HOW_TO_QUOTE = fix`put the value between plain double quotation marks, as in "work"`;
/**
 * Would be compared as a part of the value, which nothing has. Typographic and other marks, those behind what is no
 * letter, and those that were escaped once too often: for JSON, HTML or a URI.
 */
const quotationMarks = () => [
  /(?!")\p{Quotation_Mark}|[`\u00B4\u2032-\u2037\uFF40]/u,
  /(?!")[\p{P}\p{S}\p{Cf}]+["\u201C\u201D]/u,
  /\\+(?:\p{Quotation_Mark}|`|u00(?:22|27|60)|u201[89A-F])/u,
  /&(?:amp;)*(?:\w*quo\w*|apos|grave|acute|#0*(?:3[49]|96)|#x0*(?:2[27]|60));/u,
  /(?:%(?:25)*5C)*%(?:25)*(?:2[27]|60|E2%80%9[89A-F])/u,
];
let anyQuotationMark: RegExp | undefined;
/** Made for the first value without plain quotation marks: its classes of characters take 5 ms, which every start would spend. */
function quotationMark(): RegExp {
  anyQuotationMark ??= new RegExp(
    quotationMarks()
      .map(({ source }) => source)
      .join('|'),
    'iuy',
  );
  return anyQuotationMark;
}
const UNQUOTED_WORD = /[^\s)\]"][^\s)\]]*/y;
/** The second of two marks, of which the first was lost; an apostrophe may end a word. */
const LAST_MARK = /["`\u201C-\u201F\u00AB\u00BB]$/;

export function compValue(tokens: Tokens): Literal {
  const start = tokens.position;
  const quoted = tokens.take(QUOTED_STRING);
  if (quoted !== undefined) return stringLiteral(tokens, start, unquote(quoted));
  const single = tokens.policy.singleQuotes ? tokens.take(SINGLY_QUOTED_STRING) : undefined;
  if (single !== undefined) {
    tokens.policy.tolerated?.('singleQuotes');
    return stringLiteral(tokens, start, unquote(doublyQuoted(single)));
  }
  if (tokens.take(quotationMark()) !== undefined) throw tokens.refusal(WANTED_VALUE, start, HOW_TO_QUOTE);
  const word = tokens.take(UNQUOTED_WORD);
  if (word === undefined) {
    throw tokens.refusal(WANTED_VALUE, start, tokens.take(/"/y) === undefined ? undefined : HOW_TO_QUOTE);
  }
  if (LAST_MARK.test(word)) throw tokens.refusal(WANTED_VALUE, start, HOW_TO_QUOTE);
  const literal = wordLiteral(word);
  if (literal) return literal;
  if (!tokens.policy.lenientLiterals) throw tokens.refusal(WANTED_VALUE, start);
  tokens.policy.tolerated?.('lenientLiterals');
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

/** Inside, a double quotation mark needs its escape, and a single one has none in JSON. */
function doublyQuoted(single: string): string {
  const inner = single
    .slice(1, -1)
    .replace(/\\.|"/gs, (part) => (part === '"' ? '\\"' : part === "\\'" ? "'" : part));
  return `"${inner}"`;
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
