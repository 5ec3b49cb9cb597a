/** Paths and reasons as a log may hold them: what a client put into filters, or for a name, may be anybody's address. */

const VALUE_FILTER = /\[[^\]]*\]?/g;
const NAME = /^[\w$:.…[\]-]{1,200}$/;

/** @param path as the client named it: attribute, URN, value path */
export function pathWithoutValues(path: string): string {
  const plain = path.slice(0, 400).replace(VALUE_FILTER, '[…]').slice(0, 200);
  return NAME.test(plain) ? plain : '(no name of an attribute)';
}

/** @param detail of an error: quotes what the client sent in backticks, and in filters between double quotes */
export const reasonWithoutValues = (detail: string): string =>
  detail
    .replace(/`[^`]*`?/g, '`…`')
    .replace(VALUE_FILTER, '[…]')
    .replace(/"[^"]*[@\s][^"]*"?/g, '"…"');
