/** What others answered, as the report shows it. */

import { isObject, type Json } from '../../shared/scim/json.ts';
import type { Answer, CheckSession } from './check-session.ts';
import type { Exchanged } from './report.ts';

export function exchangedOf(
  session: CheckSession,
  { method, path, status, body, trouble }: Answer,
): Exchanged {
  const failed = status === 0 || status >= 300 || trouble !== undefined;
  const [scimType, detail] = failed
    ? [textOf(session, body.scimType), textOf(session, body.detail ?? trouble)]
    : [];
  return { method, path, status, ...(scimType ? { scimType } : {}), ...(detail ? { detail } : {}) };
}

const textOf = (session: CheckSession, json: Json | undefined): string =>
  json === undefined || isObject(json) ? '' : printable(session, String(json));

/** Foreign text: short, without the token, and without control characters that a terminal would obey. */
export const printable = (session: CheckSession, text: string): string =>
  session
    .redact(text)
    .slice(0, 500)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ');
