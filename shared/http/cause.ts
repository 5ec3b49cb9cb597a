/** A failure's cause as the log may hold it. */

/** Stacks of ours hold no request data; messages of libraries might, so of them only the name is kept. */
export const describeCause = (cause: unknown): string =>
  cause instanceof Error ? `${cause.name}\n${frames(cause)}${nested(cause)}` : typeof cause;

const frames = (error: Error): string =>
  (error.stack ?? '').split('\n').filter(isFrame).slice(0, 8).join('\n');

const isFrame = (line: string): boolean => /^\s+at /.test(line);

const nested = (error: Error): string =>
  error.cause instanceof Error ? `\ncaused by ${describeCause(error.cause)}` : '';
