/** Reads the Base URL and the token from files, and says what is wrong with them without showing the token. */

import { readFileSync } from 'node:fs';
import { isObject, parseJson } from '../../shared/scim/json.ts';
import { clearTextRefusal } from '../../terminal/clear-text.ts';
import { type ConnectionSource, UsageError } from '../cycle/arguments.ts';
import type { Connection } from './client.ts';

/** @throws UsageError */
export function readConnection(source: ConnectionSource): Connection {
  if ('file' in source) {
    return fromFile(source.file, source.elsewhere ? unreadable('--connection') : NOT_STARTED);
  }
  const token = readText(source.tokenFile, unreadable('--token-file')).trim();
  return checked(source.baseUrl, token, '--base-url', source.tokenFile);
}

const NOT_STARTED = 'Start the endpoint first (npm start), or give --base-url and --token-file';
const unreadable = (option: string): string => `${option} names a file that cannot be read`;

function fromFile(file: string, advice: string): Connection {
  const text = readText(file, advice);
  const { baseUrl, token } = parsed(file, text);
  if (typeof baseUrl !== 'string' || typeof token !== 'string') {
    throw new UsageError(`${file} must hold the texts "baseUrl" and "token".`);
  }
  return checked(baseUrl, token, `"baseUrl" of ${file}`, file);
}

/** `-` is standard input. */
function readText(file: string, advice: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${advice}: ${file} (${codeOf(error)}).`);
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';

function parsed(file: string, text: string) {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : {};
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}

function checked(baseUrl: string, token: string, where: string, file: string): Connection {
  const url = URL.parse(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${where} must be an http or https address, not "${baseUrl}".`);
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${file} does not hold a token on one line.`);
  const refusal = clearTextRefusal(url, where);
  if (refusal !== undefined) throw new UsageError(refusal);
  return { baseUrl, token };
}
