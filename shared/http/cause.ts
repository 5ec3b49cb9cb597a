/** A failure's cause as the log may hold it. */

import { StoreUnavailable } from '../store-errors/store-errors.ts';

/** Stacks of ours hold no request data; messages of libraries might, so of them only the name is kept. */
export const describeCause = (cause: unknown): string =>
  cause instanceof Error ? `${titleOf(cause)}\n${frames(cause)}${nested(cause)}` : typeof cause;

/** What an outage is says its message: a role that is missing, a throttled store, a name that does not resolve. */
const titleOf = (error: Error): string =>
  error instanceof StoreUnavailable ? `${error.name}: ${error.message}` : error.name;

const frames = (error: Error): string =>
  withoutMessage(error).split('\n').filter(isFrame).slice(0, 8).join('\n');

/** A message of several lines may hold one that looks like a frame. */
function withoutMessage({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  return start < 0 ? stack : stack.slice(start + message.length);
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);

const nested = (error: Error): string =>
  error.cause instanceof Error ? `\ncaused by ${describeCause(error.cause)}` : '';
