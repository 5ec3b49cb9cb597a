/** The address says what a page shows: what is left out is the default. */

import type { Query } from '../api/manage.ts';

export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The present address with other values, also where what was drawn last is behind it. */
export const addressWith = (change: Query): string =>
  addressOf(location.pathname, { ...Object.fromEntries(new URLSearchParams(location.search)), ...change });
