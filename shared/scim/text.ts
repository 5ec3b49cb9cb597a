/**
 * The text of an error in parts: the wording is ours, and what a client sent is marked. The client is shown all of it;
 * a log is shown the same sentence without the client's data (RFC 7644 §3.12 `detail`).
 */

import { isId } from './id.ts';
import { assigned } from './json.ts';

/** A piece that the client sent. */
interface ClientPart {
  readonly shown: string;
  /** As a log may hold it. */
  readonly logged: string;
}

type TextPart = string | ClientPart;

export interface Text {
  readonly parts: readonly TextPart[];
  /** What to do about it; mostly a part of the sentence, too. */
  readonly remedy?: Text;
  /** Path of the attribute that the text is about; named in the sentence, too. */
  readonly field?: Text;
}

/** A sentence. Interpolated words and numbers are ours; a client's go through `sent`, `sentId`, `sentPath` or `field`. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Text)[]): Text {
  const texts = words.flatMap((word, index): Text[] => {
    const value = values[index];
    return [{ parts: [word] }, typeof value === 'object' ? value : { parts: [String(value ?? '')] }];
  });
  const remedy = texts.find((text) => text.remedy)?.remedy;
  const field = texts.find((text) => text.field)?.field;
  const parts = texts.flatMap((text) => text.parts).filter((part) => part !== '');
  return assigned({ parts, remedy, field });
}

/** The part of a sentence that says what to do about it: `${path} is required: ${fix`send a value for it`}.` */
export function fix(words: TemplateStringsArray, ...values: readonly (string | number | Text)[]): Text {
  const remedy = say(words, ...values);
  return { ...remedy, remedy };
}

/** A value, a literal, a word: a log shows that one was there. */
export const sent = (value: string): Text => ({ parts: [{ shown: value, logged: '…' }] });

/** In the place of a resource id; a log keeps text that has the form of an id. */
export function sentId(id: string): Text {
  const shown = id.slice(0, 64);
  return { parts: [{ shown, logged: isId(id) ? id : '…' }] };
}

/** A path: a log keeps the names of attributes in it. */
export const sentPath = (path: string): Text => ({
  parts: [{ shown: path, logged: pathWithoutValues(path) }],
});

/** The path of the attribute that the sentence is about. */
export function field(path: string): Text {
  const text = sentPath(path);
  return { ...text, field: text };
}

export const commaSeparated = (texts: readonly Text[]): Text => ({
  parts: texts.flatMap(({ parts }, index) => (index === 0 ? parts : [', ', ...parts])),
});

export const textForClient = ({ parts }: Text): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.shown)).join('');

export const textForLog = ({ parts }: Text): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.logged)).join('');

const QUOTED_VALUE = /"(?:[^"\\]|\\.)*"?/g;
/** What is compared with, without quotes. */
const BARE_VALUE = /\b(eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?!")[^\s\])]+/gi;
const BRACKETS = /\[([^\]]*)\]/g;
const ELEMENT_INDEX = /^\d{1,5}$/;
/** Outside brackets; with those, a path. */
const ATTRIBUTE_NAMES = /^[\w$:.…-]+(?:\[[^\]]*\](?:[.…][\w$:.…-]*)?)*$/;

const COMPARISON = String.raw`[\w$:.-]+\s+(?:pr|(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?:"…"|[^\s()"]+))`;
const OPENING = String.raw`(?:[\s(]|not(?=[\s(]))*`;
/** A value filter whose values can be told from its names. */
const FILTER = new RegExp(
  `^${OPENING}${COMPARISON}(?:[\\s)]*(?:and|or)(?=[\\s(])${OPENING}${COMPARISON})*[\\s)]*$`,
  'i',
);

/** A path as a log may hold it: what a client put into its filter, or for a name, may be anybody's address. */
export function pathWithoutValues(path: string): string {
  const quoted = path.slice(0, 400).replace(QUOTED_VALUE, '"…"');
  const plain = quoted.replace(BRACKETS, (_, filter: string) => `[${filterWithoutValues(filter)}]`);
  return ATTRIBUTE_NAMES.test(plain) ? plain.slice(0, 200) : '(no name of an attribute)';
}

function filterWithoutValues(filter: string): string {
  if (ELEMENT_INDEX.test(filter)) return filter;
  return FILTER.test(filter) ? filter.replace(BARE_VALUE, '$1 …') : '…';
}
