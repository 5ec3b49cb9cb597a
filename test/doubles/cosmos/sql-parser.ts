/** Parser of exactly the SQL that the adapter sends. Everything else is refused, so that no test can pass with other SQL. */

import type { Expression, Operator, Query } from './sql-ast.ts';
import { type Token, tokens } from './sql-tokens.ts';
import { badRequest } from './wire.ts';

/** Functions and their number of arguments. */
const FUNCTIONS: Readonly<Record<string, number>> = {
  IS_DEFINED: 1,
  IS_STRING: 1,
  IS_NUMBER: 1,
  IS_BOOL: 1,
  CONTAINS: 2,
  STARTSWITH: 2,
  ENDSWITH: 2,
  ARRAY_CONTAINS: 2,
};
const OPERATORS: readonly Operator[] = ['=', '>', '>=', '<', '<='];

export function parseQuery(sql: string): Query {
  const parser = new Parser(sql);
  const query = parser.query();
  parser.end();
  return query;
}

/** The condition of a patch: `from c where …`. */
export function parseGuard(sql: string): Expression {
  const parser = new Parser(sql);
  parser.expect('from', 'c', 'where');
  const guard = parser.expression();
  parser.end();
  return guard;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #aliases = new Set(['c']);
  #next = 0;

  constructor(sql: string) {
    this.#tokens = tokens(sql);
  }

  query(): Query {
    this.expect('SELECT');
    if (this.#take('VALUE')) {
      this.expect('COUNT', '(', '1', ')');
      return { kind: 'count', where: this.#where() };
    }
    const top = this.#take('TOP') ? this.#parameter() : undefined;
    this.expect('*');
    const where = this.#where();
    if (top === undefined && !this.#isNext('ORDER')) return { kind: 'rows', where, isOrdered: false };
    this.expect('ORDER', 'BY', 'c', '[', 'id', ']');
    const isDescending = this.#take('DESC');
    if (!isDescending) this.expect('ASC');
    const rows = { kind: 'rows', where, isOrdered: true, isDescending } as const;
    if (top !== undefined) return { ...rows, limit: top };
    this.expect('OFFSET');
    const offset = this.#parameter();
    this.expect('LIMIT');
    return { ...rows, offset, limit: this.#parameter() };
  }

  expression(): Expression {
    let left = this.#conjunction();
    while (this.#take('OR')) left = { kind: 'or', left, right: this.#conjunction() };
    return left;
  }

  expect(...texts: readonly string[]): void {
    for (const text of texts) if (!this.#take(text)) throw this.#unexpected(text);
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw this.#unexpected('the end');
  }

  /** No query without its partition. */
  #where(): Expression {
    this.expect('FROM', 'c', 'WHERE', 'c', '[', 'partitionKey', ']', '=');
    const partition: Expression = { kind: 'path', alias: 'c', names: ['partitionKey'] };
    const right: Expression = { kind: 'parameter', name: this.#parameter() };
    this.expect('AND');
    const rest = this.#conjunction();
    return { kind: 'and', left: { kind: 'compare', operator: '=', left: partition, right }, right: rest };
  }

  #conjunction(): Expression {
    let left = this.#negation();
    while (this.#take('AND')) left = { kind: 'and', left, right: this.#negation() };
    return left;
  }

  #negation(): Expression {
    return this.#take('NOT') ? { kind: 'not', term: this.#negation() } : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#operand();
    if (this.#take('IN')) return this.#list(left);
    const operator = OPERATORS.find((text) => this.#take(text));
    return operator ? { kind: 'compare', operator, left, right: this.#operand() } : left;
  }

  #operand(): Expression {
    if (this.#take('(')) return this.#closed(this.expression());
    if (this.#take('true')) return { kind: 'literal', value: true };
    if (this.#take('false')) return { kind: 'literal', value: false };
    if (this.#take('EXISTS')) return this.#exists();
    const token = this.#tokens[this.#next];
    if (token?.kind === 'literal') {
      this.#next += 1;
      return { kind: 'literal', value: token.value };
    }
    if (token?.kind === 'parameter') return { kind: 'parameter', name: this.#parameter() };
    if (token?.kind === 'word' && Object.hasOwn(FUNCTIONS, token.text)) return this.#call(token.text);
    return this.#path();
  }

  /** As a function of the value and of what it may be. */
  #list(value: Expression): Expression {
    this.expect('(');
    const names = [this.#parameter()];
    while (this.#take(',')) names.push(this.#parameter());
    const values = names.map((name): Expression => ({ kind: 'parameter', name }));
    return this.#closed({ kind: 'call', name: 'IN', values: [value, ...values] });
  }

  #call(name: string): Expression {
    this.expect(name, '(');
    const values = [this.expression()];
    while (this.#take(',')) values.push(this.expression());
    if (values.length !== FUNCTIONS[name])
      throw badRequest(`${name} takes ${FUNCTIONS[name]} arguments here`);
    return this.#closed({ kind: 'call', name, values });
  }

  #exists(): Expression {
    this.expect('(', 'SELECT', 'VALUE');
    const alias = this.#word();
    if (this.#aliases.has(alias)) throw badRequest(`The alias ${alias} is taken`);
    this.expect('FROM', alias, 'IN');
    const source = this.#path();
    this.expect('WHERE');
    this.#aliases.add(alias);
    const where = this.expression();
    this.#aliases.delete(alias);
    return this.#closed({ kind: 'exists', alias, source, where });
  }

  #path(): Expression {
    const alias = this.#word();
    if (!this.#aliases.has(alias)) throw badRequest(`Identifier ${alias} could not be resolved`);
    const names: string[] = [];
    while (this.#take('[')) {
      const token = this.#tokens[this.#next];
      if (token?.kind !== 'literal' || typeof token.value !== 'string') throw this.#unexpected('a name');
      names.push(token.value);
      this.#next += 1;
      this.expect(']');
    }
    return { kind: 'path', alias, names };
  }

  #closed(expression: Expression): Expression {
    this.expect(')');
    return expression;
  }

  #word(): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'word') throw this.#unexpected('a name');
    this.#next += 1;
    return token.text;
  }

  #parameter(): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'parameter') throw this.#unexpected('a parameter');
    this.#next += 1;
    return token.text;
  }

  #isNext(text: string): boolean {
    const token = this.#tokens[this.#next];
    return (token?.kind === 'literal' ? String(token.value) : token?.text) === text;
  }

  #take(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#next += 1;
    return true;
  }

  #unexpected(wanted: string) {
    return badRequest(`Syntax error: ${wanted} expected at word ${this.#next + 1}`);
  }
}
