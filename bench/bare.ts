/** The yardstick: a bare HTTP server in a process of its own that answers with what it is told. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BareAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface Bare {
  readonly origin: string;
  answerWith(answer: BareAnswer): Promise<void>;
  stop(): void;
}

export async function startBare(): Promise<Bare> {
  const program = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const child = fork(program);
  const [port] = await once(child, 'message');
  return {
    origin: `http://127.0.0.1:${port}`,
    async answerWith(answer) {
      child.send(answer);
      await once(child, 'message');
    },
    stop: () => child.disconnect(),
  };
}
