/**
 * RFC 7644 §3.4.2.2 `FILTER`, with `not` before `and` before `or`, and §3.5.2 `PATH`, the target of a PATCH operation.
 * Reads text alone; what the names mean is for bind.ts to say.
 */

import { invalidFilter, invalidPath } from '../error.ts';
import { assigned } from '../json.ts';
import type { Policy } from '../policy.ts';
import type { AttrPath, Comparator, Filter, Path } from './ast.ts';
import { compValue } from './comp-value.ts';
import { Tokens } from './tokens.ts';

type Reader = (tokens: Tokens) => Filter;

/** @throws ScimError invalidFilter */
export function parseFilter(text: string, policy: Policy): Filter {
  const tokens = new Tokens(text, policy, invalidFilter);
  const filter = resourceFilter(tokens);
  tokens.end('"and", "or" or the end');
  return filter;
}

/** `"[" valFilter "]"`; undefined when there is no bracket here. */
function bracketed(tokens: Tokens): Filter | undefined {
  if (tokens.take(/\[\s*/y) === undefined) return undefined;
  const filter = tokens.nest(() => elementFilter(tokens));
  tokens.expect(/\s*\]/y, '"and", "or" or "]"');
  return filter;
}

const resourceFilter = expression(attrExpOrValuePath);
/** Value filters do not nest: `valFilter` is made of `attrExp` only. */
const elementFilter = expression(attrExp);

function expression(leaf: Reader): Reader {
  const term: Reader = (tokens) => group(tokens, whole) ?? leaf(tokens);
  const whole = chain('or', /\s+or(?=[\s(]|$)\s*/iy, chain('and', /\s+and(?=[\s(]|$)\s*/iy, term));
  return whole;
}

function chain(kind: 'and' | 'or', separator: RegExp, next: Reader): Reader {
  return (tokens) => {
    const first = next(tokens);
    const others: Filter[] = [];
    while (tokens.take(separator) !== undefined) others.push(next(tokens));
    return others.length === 0 ? first : { kind, terms: [first, ...others] };
  };
}

function group(tokens: Tokens, whole: Reader): Filter | undefined {
  const opening = tokens.take(/(?:not\s*)?\(\s*/iy);
  if (opening === undefined) return undefined;
  const term = tokens.nest(() => whole(tokens));
  tokens.expect(/\s*\)/y, '"and", "or" or ")"');
  return opening.startsWith('(') ? term : { kind: 'not', term };
}

function attrExpOrValuePath(tokens: Tokens): Filter {
  const path = attrPath(tokens);
  const filter = bracketed(tokens);
  if (!filter) return attrComparison(tokens, path);
  const sub = subAttr(tokens);
  if (sub === undefined) return { kind: 'valuePath', path, filter };
  const terms = [filter, attrComparison(tokens, { name: sub })];
  return { kind: 'valuePath', path, filter: { kind: 'and', terms } };
}

function attrExp(tokens: Tokens): Filter {
  return attrComparison(tokens, attrPath(tokens));
}

const OPERATOR = /(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)(?=[\s)\]]|$)/iy;
const COMPARATORS: readonly Comparator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

function attrComparison(tokens: Tokens, path: AttrPath): Filter {
  tokens.countComparison();
  tokens.expect(/\s+/y, 'a space and an operator');
  const operator = tokens.expect(OPERATOR, `an operator (${COMPARATORS.join(', ')} or pr)`).toLowerCase();
  const comparator = COMPARATORS.find((each) => each === operator);
  if (!comparator) return { kind: 'present', path };
  tokens.expect(/\s+/y, 'a space and a value');
  return { kind: 'compare', path, comparator, value: compValue(tokens) };
}

/**
 * The URN of a schema extension alone is read as a URN and a name, which only the resource type can tell apart.
 * @throws ScimError invalidPath
 */
export function parsePath(text: string, policy: Policy): Path {
  const tokens = new Tokens(text, policy, invalidPath);
  const attribute = attrPath(tokens);
  const filter = bracketed(tokens);
  const sub = filter && subAttr(tokens);
  tokens.end(filter ? 'a sub-attribute or the end' : 'a value filter or the end');
  return assigned({ attribute, filter, sub });
}

const PATH_TEXT = /[^\s()[\]"]+/y;
/** RFC 7643 §2.1 has names begin with a letter and yet defines `$ref`. */
const ATTR_NAME = '\\$?[A-Za-z][\\w$-]*';
// A name holds no colon, so that the greedy URI ends at the last one; it may hold dots: ...:core:2.0:User
const ATTR_PATH = new RegExp(`^(?:([!-~]+):)?(${ATTR_NAME})(?:\\.(${ATTR_NAME}))?$`);
const SUB_ATTR = new RegExp(`\\.${ATTR_NAME}`, 'y');

export function attrPath(tokens: Tokens): AttrPath {
  const start = tokens.position;
  const [, urn, name, sub] = ATTR_PATH.exec(tokens.take(PATH_TEXT) ?? '') ?? [];
  if (name === undefined) throw tokens.refusal('an attribute name', start);
  return assigned({ urn, name, sub });
}

/** `subAttr` behind a value filter: `.value` in `emails[type eq "work"].value`. */
export const subAttr = (tokens: Tokens): string | undefined => tokens.take(SUB_ATTR)?.slice(1);
