/** RFC 7644 §3.4.2.2: `FILTER`, with `not` before `and` before `or`. */

import { invalidFilter } from '../error.ts';
import type { Policy } from '../policy.ts';
import type { AttrPath, Comparator, Filter } from './ast.ts';
import { attrPath, subAttr } from './attr-path.ts';
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
export function bracketed(tokens: Tokens): Filter | undefined {
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
  if (!filter) return comparison(tokens, path);
  const sub = subAttr(tokens);
  if (sub === undefined) return { kind: 'valuePath', path, filter };
  const terms = [filter, comparison(tokens, { name: sub })];
  return { kind: 'valuePath', path, filter: { kind: 'and', terms } };
}

function attrExp(tokens: Tokens): Filter {
  return comparison(tokens, attrPath(tokens));
}

const OPERATOR = /(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)(?=[\s)\]]|$)/iy;
const COMPARATORS: readonly Comparator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

function comparison(tokens: Tokens, path: AttrPath): Filter {
  tokens.countComparison();
  tokens.expect(/\s+/y, 'a space and an operator');
  const operator = tokens.expect(OPERATOR, `an operator (${COMPARATORS.join(', ')} or pr)`).toLowerCase();
  const comparator = COMPARATORS.find((each) => each === operator);
  if (!comparator) return { kind: 'present', path };
  tokens.expect(/\s+/y, 'a space and a value');
  return { kind: 'compare', path, comparator, value: compValue(tokens) };
}
