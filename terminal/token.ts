/** How a token travels: in a file, never as an argument, and over a network never in clear text (RFC 6750 §5.2). */

import { misused } from './command-error.ts';

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where to send requests, and what they carry. */
export interface Connection {
  /** As Entra ID calls it: the Tenant URL. */
  readonly baseUrl: string;
  readonly token: string;
}

/**
 * Why no token may be sent to this http or https address; undefined when it may.
 * @param given the option or the place in a file that named it
 */
export function clearTextRefusal({ protocol, hostname }: URL, given: string): string | undefined {
  if (protocol === 'https:' || THIS_MACHINE.test(hostname)) return undefined;
  return `${given} must begin with https://: the token would cross the network in clear text. http:// is only for a service on this machine, such as http://localhost:7071.`;
}

/** @param where the file, or what else was read; @throws CommandError */
export function requireToken(text: string, where: string): void {
  if (!/^[\x21-\x7e]+$/.test(text)) throw misused(`${where} does not hold a token on one line.`);
}

const TOKEN = /^--token(=|$)|kfs_[A-Za-z0-9]+_[0-9a-z]{16}_|kfm_[\w-]{43}|\beyJ[\w-]+\.[\w-]+\./;

/** It is not repeated in an error message either: that may be kept in a log. @throws CommandError */
export function refuseToken(args: readonly string[]): void {
  if (!args.some((arg) => TOKEN.test(arg))) return;
  throw misused('A token on the command line can be read by others: write it to a file, use --token-file.');
}
