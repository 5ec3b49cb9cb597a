/**
 * The log of the local host. Lines are collected and written together at the end of a turn of the event loop: a write for
 * each request would cost more than the request. On a terminal they are made for people, in a pipe or a file they are JSON.
 */

import { STATUS_CODES } from 'node:http';
import { levelOf } from '../../functions/runtime/invocation.ts';
import type { Log, LogLine } from '../../shared/http/message.ts';

/** A stream that a line may be written to. */
interface Sink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface GroupedLog {
  readonly log: Log;
  /** Writes at once what is still collected: before the process ends. */
  readonly flush: () => void;
}

/** @param err takes warnings and errors; @param now milliseconds since the epoch */
export function groupedLog(out: Sink, err: Sink, now: () => number = Date.now): GroupedLog {
  const lines = collected(out);
  const troubles = collected(err);
  return {
    log: (line) => {
      const isTrouble = levelOf(line) !== 'information';
      const text = (isTrouble ? err : out).isTTY ? readableLine(line, now()) : JSON.stringify(line);
      (isTrouble ? troubles : lines).add(`${text}\n`);
    },
    flush: () => {
      lines.flush();
      troubles.flush();
    },
  };
}

/** The log of this process. It is written out also after a signal, and after an error that nothing catches. */
export function processLog(): Log {
  const { log, flush } = groupedLog(process.stdout, process.stderr);
  // A reader that goes away ends the log, not the service: a command would end with its reader (terminal/program.ts).
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error').on('error', () => {});
  }
  process.on('exit', flush);
  return log;
}

/** Characters that are collected at most. */
const GROUP = 64 * 1024;

function collected(sink: Sink) {
  let text = '';
  const flush = () => {
    const group = text;
    text = '';
    if (group !== '') sink.write(group);
  };
  const add = (line: string) => {
    if (text === '') setImmediate(flush);
    text += line;
    if (text.length >= GROUP) flush();
  };
  return { add, flush };
}

/** `11:23:47 PATCH Users 200 3 ms`; of an error also the reason. */
export function readableLine(line: LogLine, at: number): string {
  const { event, operation, status, milliseconds } = line;
  const time = new Date(at).toTimeString().slice(0, 8);
  if (typeof status !== 'number' || typeof operation !== 'string')
    return `${time} ${event} ${detailsOf(line)}`;
  const [name, method] = operation.split('.');
  const called = method === undefined ? name : `${method} ${name}`;
  return `${time} ${called} ${status} ${milliseconds} ms${refusalReason(line, status)}`;
}

function refusalReason({ scimType, code, cause }: LogLine, status: number): string {
  if (status < 400) return '';
  return `: ${cause ?? code ?? scimType ?? STATUS_CODES[status] ?? 'refused'}`;
}

const detailsOf = ({ event: _, ...details }: LogLine): string =>
  Object.entries(details)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
