/** Queries as Entra writes them: `eq` filters (RFC 7644 §3.4.2.2) in a URL of its own escaping. */

/** The string literals of a filter are JSON strings. */
export const equals = (attribute: string, value: string): string =>
  `${attribute} eq ${JSON.stringify(value)}`;

/** Path and query as Entra escapes them: `+` for a space, `%40` for `@`. */
export function queryPath(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%20', '+')}`,
  );
  return `${path}?${pairs.join('&')}`;
}
