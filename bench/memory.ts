/** Anonymous memory of a process: what it allocated itself, without the pages of files that it maps. Linux only. */

import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

export interface MemoryWatch {
  /** Bytes; undefined where the system does not tell. */
  peak(): number | undefined;
  stop(): void;
}

export function watchMemory(pid: number): MemoryWatch {
  let peak = anonymous(pid);
  const timer = setInterval(() => {
    const now = anonymous(pid);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  }, EVERY_MS);
  timer.unref();
  return { peak: () => peak, stop: () => clearInterval(timer) };
}

/** @see proc_pid_status(5), RssAnon in kB */
function anonymous(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
