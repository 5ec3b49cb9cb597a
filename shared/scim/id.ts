/**
 * Whether a text has the form of the ids that this service provider assigns (RFC 7643 §3.1): a UUID of version 7
 * (RFC 9562) in lower case. Those of directories are mostly of version 4.
 */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
