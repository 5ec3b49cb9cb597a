/** What keeps the service from starting, in one sentence each. */

import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';

interface SystemError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
  readonly dest?: string;
}

/**
 * Why the service did not start, in words for the person at the terminal.
 * @param dataDir where its files are
 */
export function startFailure(error: unknown, dataDir = 'the data folder'): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StoreUnavailable) return `The store cannot be used: ${error.message}`;
  if (isSystemError(error)) return systemFailure(error, dataDir);
  // Settings are refused with a plain Error whose message says it all; anything else is a fault of the program.
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}

const isSystemError = (error: Error): error is SystemError =>
  'code' in error && typeof error.code === 'string';

function systemFailure(error: SystemError, dataDir: string): string {
  const { code, port, address, message, stack } = error;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the program that listens there, or choose another port: npm start -- --port 7072`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is not an address of this machine: ${address ?? message}`;
    case 'EACCES':
      return port === undefined
        ? fileFailure(error, dataDir)
        : `Port ${port} needs more rights: choose one from 1024 to 65535`;
    case 'MODULE_NOT_FOUND':
      return `${message.split('\n')[0]}: run npm run build first`;
    default:
      return code in FILE_FAILURES ? fileFailure(error, dataDir) : (stack ?? message);
  }
}

const OTHER_FOLDER = 'or choose another folder: npm start -- --data-dir FOLDER';

const FILE_FAILURES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some of it',
  EDQUOT: 'the disk quota is used up: free some of it',
  EROFS: `the disk is read-only: mount it for writing, ${OTHER_FOLDER}`,
  EISDIR: 'it is a folder, and must be a file: move it away',
  ENOTDIR: `it is a file, and must be a folder: move it away, ${OTHER_FOLDER}`,
  EEXIST: `it is a file, and must be a folder: move it away, ${OTHER_FOLDER}`,
  EACCES: `this user may not use it: change its owner or its mode, ${OTHER_FOLDER}`,
  EPERM: `this user may not use it: change its owner or its mode, ${OTHER_FOLDER}`,
};

/** A full disk is noticed at a file that is open already, whose name the error does not hold. */
const fileFailure = ({ code, path, dest }: SystemError, dataDir: string): string =>
  `${dest ?? path ?? dataDir}: ${FILE_FAILURES[code]}`;
