/** Who may ask: a request signed with the account's key, or one that carries a token of Entra ID. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CosmosRequest, Refusal } from './wire.ts';

export function authorize(request: CosmosRequest, key: string): void {
  const parts = new URLSearchParams(
    decodeURIComponent(request.headers.authorization ?? '').replaceAll('+', '%2B'),
  );
  const signature = parts.get('sig') ?? '';
  const known =
    parts.get('type') === 'aad' ? signature !== '' : matches(signature, signatureOf(request, key));
  if (parts.get('ver') !== '1.0' || !known)
    throw new Refusal(401, 'The authorization header is missing or wrong');
}

const matches = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function signatureOf({ method, path, headers }: CosmosRequest, key: string): string {
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  // An odd number of segments names a collection of resources, an even number one resource.
  const isFeed = segments.length % 2 === 1;
  const type = (isFeed ? segments.at(-1) : segments.at(-2)) ?? '';
  const link = (isFeed ? segments.slice(0, -1) : segments).join('/');
  const date = (headers['x-ms-date'] ?? '').toLowerCase();
  const text = `${method.toLowerCase()}\n${type}\n${link}\n${date}\n\n`;
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
}
