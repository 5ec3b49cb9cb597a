/** The SQL that the adapter sends, parsed. */

export type Operator = '=' | '>' | '>=' | '<' | '<=';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'path'; readonly alias: string; readonly names: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly term: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | {
      readonly kind: 'exists';
      readonly alias: string;
      readonly source: Expression;
      readonly where: Expression;
    };

/** `offset` and `limit` are names of parameters. Rows that are not ordered come in any order. */
export type Query =
  | { readonly kind: 'count'; readonly where: Expression }
  | {
      readonly kind: 'rows';
      readonly where: Expression;
      readonly isOrdered: boolean;
      /** Of ordered rows. */
      readonly isDescending?: boolean;
      readonly offset?: string;
      readonly limit?: string;
    };
