/** Words of the SQL that the adapter sends. */

import { badRequest } from './wire.ts';

export type Token =
  | { readonly kind: 'word' | 'parameter' | 'symbol'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: string | number };

const TOKEN =
  /\s+|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<parameter>@[a-z0-9]+)|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<symbol><=|>=|[[\]().,*=<>])/uy;

export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    if (!groups) throw badRequest(`Syntax error at ${at}: ${sql.slice(at, at + 20)}`);
    const token = tokenOf(groups);
    if (token) found.push(token);
  }
  return found;
}

function tokenOf({
  word,
  parameter,
  string,
  number,
  symbol,
}: Record<string, string | undefined>): Token | undefined {
  if (word !== undefined) return { kind: 'word', text: word };
  if (parameter !== undefined) return { kind: 'parameter', text: parameter };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol };
  const literal = string ?? number;
  return literal === undefined ? undefined : { kind: 'literal', value: JSON.parse(literal) };
}
