/**
 * RFC 8259: the JSON of a client, read in one pass. JSON.parse tells neither the digits of a number nor a name that came
 * twice; with a reviver it tells the first, and takes up to two seconds for a body of 1 MiB. This reader takes milliseconds,
 * and holds a body to its limits while it reads.
 */

import type { ScimError } from '../error.ts';
import { type Json, PLAIN, rawNumber } from '../json.ts';
import {
  givenTwice,
  hasTooManyMarks,
  limits,
  nameTooLong,
  numberTooLong,
  tooDeep,
  tooManyMarks,
  tooManyNames,
} from './limits.ts';

/** @throws SyntaxError for what is not JSON; ScimError for what is beyond the limits, and for a name that comes twice */
export const readJson = (text: string): Json => new JsonReader(text).whole();

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WORDS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
const FRACTION_ENDS_IN_ZERO = /^[^.eE]*\.\d*0$/;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const LIST = 0x5b;
const BACKSLASH = 0x5c;
const LIST_END = 0x5d;
const LETTER_A = 0x61;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const NEEDS_DECODING = /[\p{Cc}\\]/u;
/** Digits that a double holds exactly. */
const SAFE_DIGITS = 15;

class JsonReader {
  readonly #text: string;
  #position = 0;
  /** Names and indexes that lead to the value that is read. */
  readonly #place: (string | number)[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    const json = this.#value();
    if (!Number.isNaN(this.#next())) throw this.#malformed();
    return json;
  }

  #value(): Json {
    const first = this.#next();
    if (first === QUOTE) return this.#string();
    if (first === OBJECT) return this.#object();
    if (first === LIST) return this.#list();
    if (first >= LETTER_A) return WORDS[this.#take(WORD)] ?? null;
    return this.#number(first);
  }

  #object(): Json {
    if (this.#open() === OBJECT_END) return this.#close({});
    const object: Record<string, Json> = {};
    const depth = this.#place.push('') - 1;
    for (let names = 1; ; names += 1) {
      const name = this.#name(depth, object);
      if (names > limits.names) throw this.#refusal(tooManyNames, depth);
      const json = this.#value();
      if (name === '__proto__') Object.defineProperty(object, name, { ...PLAIN, value: json });
      else object[name] = json;
      if (!this.#goesOn(OBJECT_END)) return this.#close(object);
    }
  }

  #name(depth: number, object: object): string {
    if (this.#next() !== QUOTE) throw this.#malformed();
    this.#place[depth] = '';
    const name = this.#string();
    if (name.length > limits.name) throw this.#refusal(nameTooLong, depth);
    this.#place[depth] = name;
    if (Object.hasOwn(object, name)) throw this.#refusal(givenTwice);
    if (this.#next() !== COLON) throw this.#malformed();
    this.#position += 1;
    return name;
  }

  #list(): Json {
    if (this.#open() === LIST_END) return this.#close([]);
    const elements: Json[] = [];
    const depth = this.#place.push(0) - 1;
    do {
      this.#place[depth] = elements.length;
      elements.push(this.#value());
    } while (this.#goesOn(LIST_END));
    return this.#close(elements);
  }

  /** Behind the opening bracket. */
  #open(): number {
    if (this.#place.length >= limits.depth) throw this.#refusal(tooDeep);
    this.#position += 1;
    return this.#next();
  }

  /** Whether a comma comes; otherwise the place is left, and `end` must come. */
  #goesOn(end: number): boolean {
    const next = this.#next();
    if (next === COMMA) {
      this.#position += 1;
      return true;
    }
    if (next !== end) throw this.#malformed();
    this.#place.pop();
    return false;
  }

  #close(json: Json): Json {
    this.#position += 1;
    return json;
  }

  #string(): string {
    const start = this.#position + 1;
    let end = this.#text.indexOf('"', start);
    while (this.#isEscaped(end, start)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw this.#malformed();
    this.#position = end + 1;
    const plain = this.#text.slice(start, end);
    const text = NEEDS_DECODING.test(plain) ? String(JSON.parse(`"${plain}"`)) : plain;
    if (hasTooManyMarks(text)) throw this.#refusal(tooManyMarks);
    return text;
  }

  /** Whether an odd number of backslashes comes before the quotation mark at `end`. */
  #isEscaped(end: number, start: number): boolean {
    let first = end;
    while (first > start && this.#text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    return (end - first) % 2 === 1;
  }

  #number(first: number): Json {
    if (first >= DIGIT_1 && first <= DIGIT_9) {
      let end = this.#position + 1;
      let number = first - DIGIT_0;
      let code = this.#text.charCodeAt(end);
      for (; code >= DIGIT_0 && code <= DIGIT_9; code = this.#text.charCodeAt(end)) {
        number = number * 10 + code - DIGIT_0;
        end += 1;
      }
      const isWhole = code === COMMA || code === LIST_END || code === OBJECT_END;
      if (isWhole && end - this.#position <= SAFE_DIGITS) {
        this.#position = end;
        return number;
      }
    }
    return this.#exactNumber(this.#take(NUMBER));
  }

  #exactNumber(digits: string): Json {
    if (digits.length > limits.number) throw this.#refusal(numberTooLong);
    // JavaScript never writes such a zero; to ask it takes longer than all the rest.
    if (FRACTION_ENDS_IN_ZERO.test(digits)) return rawNumber(digits);
    const number = Number(digits);
    return String(number) === digits ? number : rawNumber(digits);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw this.#malformed();
    this.#position += found.length;
    return found;
  }

  /** The character behind blanks; NaN at the end. */
  #next(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      if (code > SPACE || !isBlank(code)) return code;
      this.#position += 1;
    }
  }

  #malformed(): SyntaxError {
    return new SyntaxError(`not JSON at position ${this.#position}`);
  }

  /** @param depth leaves the rest of the place out */
  #refusal(error: (path: string) => ScimError, depth = this.#place.length): ScimError {
    return error(pathOf(this.#place.slice(0, depth)));
  }
}

/** RFC 8259 §2 `ws`. */
const isBlank = (code: number): boolean => code === SPACE || code === 0x09 || code === 0x0a || code === 0x0d;

const pathOf = (place: readonly (string | number)[]): string =>
  place.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`;
    return path === '' ? part : `${path}${path.includes(':') ? ':' : '.'}${part}`;
  }, '');
