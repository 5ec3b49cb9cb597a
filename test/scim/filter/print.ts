// A filter as text (RFC 7644 §3.4.2.2), with parentheses wherever the tree has an inner node.
import type { Filter, Literal, Path } from '../../../shared/scim/filter/ast.ts';
import { pathText } from '../../../shared/scim/filter/ast.ts';

export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.map(printTerm).join(` ${filter.kind} `);
    case 'not':
      return `not (${printFilter(filter.term)})`;
    case 'present':
      return `${pathText(filter.path)} pr`;
    case 'compare':
      return `${pathText(filter.path)} ${filter.comparator} ${printLiteral(filter.value)}`;
    case 'valuePath':
      return `${pathText(filter.path)}[${printFilter(filter.filter)}]`;
  }
}

export const printPath = ({ attribute, filter, sub }: Path): string =>
  pathText(attribute) + (filter ? `[${printFilter(filter)}]` : '') + (sub === undefined ? '' : `.${sub}`);

const printTerm = (filter: Filter): string =>
  filter.kind === 'and' || filter.kind === 'or' ? `(${printFilter(filter)})` : printFilter(filter);

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return JSON.stringify(literal.text);
    case 'number':
      return literal.digits;
    case 'boolean':
      return String(literal.value);
    case 'null':
      return 'null';
  }
}
