/**
 * The text of a SCIM token: `kfs_{accountId}_{tokenId}_{secret}_{crc}`. Its parts never hold `_`, so it parses
 * without guessing; the checksum refuses typing mistakes before any store is asked.
 */

import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What names a token, and does not open anything. */
export interface TokenName {
  readonly accountId: string;
  /** 16 of `[0-9a-z]`. */
  readonly tokenId: string;
}

export interface Token extends TokenName {
  /** 256 random bits as 43 Base62 digits. */
  readonly secret: string;
}

const TOKEN = /^kfs_([A-Za-z0-9]{2,40})_([0-9a-z]{16})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;

export const isTokenId = (text: string): boolean => /^[0-9a-z]{16}$/.test(text);

export function randomToken(accountId: string): Token {
  const tokenId = Array.from({ length: 16 }, () => randomInt(36).toString(36)).join('');
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), 43);
  return { accountId, tokenId, secret };
}

export function formatToken({ accountId, tokenId, secret }: Token): string {
  const body = `kfs_${accountId}_${tokenId}_${secret}`;
  return `${body}_${checksum(body)}`;
}

/** @returns undefined for anything but a well-formed token with the right checksum. */
export function parseToken(text: string): Token | undefined {
  const [, accountId, tokenId, secret, sum] = TOKEN.exec(text) ?? [];
  if (!accountId || !tokenId || !secret) return undefined;
  const matches = checksum(text.slice(0, text.lastIndexOf('_'))) === sum;
  return matches ? { accountId, tokenId, secret } : undefined;
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), 6);

function base62(value: bigint, length: number): string {
  let digits = '';
  for (let rest = value; digits.length < length; rest /= 62n)
    digits = (BASE62[Number(rest % 62n)] ?? '') + digits;
  return digits;
}
