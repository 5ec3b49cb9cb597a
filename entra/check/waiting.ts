/** A server that hangs: whoever sits before the check should see that it waits, for what and how long. */

import { TIMEOUT } from '../client/exchange.ts';

/** Times in milliseconds. */
export interface Waiting {
  /** How long an answer may take at all. */
  readonly timeout?: number;
  /** How long nothing is said about it. */
  readonly patience?: number;
  readonly tell?: (line: string) => void;
}

export async function waitFor<Reply>(
  reply: Promise<Reply>,
  request: string,
  { timeout = TIMEOUT, patience = 5000, tell = () => {} }: Waiting,
): Promise<Reply> {
  const line = `No answer to ${request} yet: waiting, at most ${timeout / 1000} s.`;
  const timer = setTimeout(() => tell(line), patience);
  try {
    return await reply;
  } finally {
    clearTimeout(timer);
  }
}
