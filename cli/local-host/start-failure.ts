/** Why `npm start` did not start, in words for the person at the terminal. */

interface SystemError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
}

export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isSystemError(error)) return explainSystem(error);
  // Settings are refused with a plain Error whose message says it all; anything else is a fault of ours.
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}

const isSystemError = (error: Error): error is SystemError =>
  'code' in error && typeof error.code === 'string';

function explainSystem({ code, port, address, message, stack }: SystemError): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the program that listens there, or choose another port: npm start -- --port 7072`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is not an address of this machine: ${address ?? message}`;
    case 'EACCES':
      return port === undefined ? message : `Port ${port} needs more rights: choose one from 1024 to 65535`;
    case 'MODULE_NOT_FOUND':
      return `${message.split('\n')[0]}: run npm run build first`;
    default:
      return stack ?? message;
  }
}
