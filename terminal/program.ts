/**
 * A command line: how a program is made, how it runs, and how it ends. Owns the streams and the exit code of the
 * process; knows no command.
 */

import { createInterface } from 'node:readline/promises';
import { buffer } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { CommandError, misused } from './command-error.ts';
import { type Progress, progressOn } from './progress.ts';
import { decodeText } from './text-file.ts';
import { refuseToken } from './token.ts';

/** What a command has of the process it runs in. */
export interface Terminal {
  /** To standard output: what was asked for. */
  readonly print: (text: string) => void;
  /** To standard error: hints and warnings. */
  readonly note: (text: string) => void;
  /** How many columns standard output has; undefined when it is a file or a pipe. */
  readonly columns: number | undefined;
  /** All of standard input. @throws CommandError when it is the keyboard */
  readonly readInput: () => Promise<string>;
  /** A line from the keyboard; empty at its end. Undefined where nobody can be asked: in a script, in a pipe. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** On standard error: how far a long command is. */
  readonly progress: Progress;
  /** Standard input, piece by piece. @throws CommandError when it is the keyboard */
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type Program = (terminal: Terminal) => Command;

/** @param name as it is typed: `kissflow-scim`, or `npm run bench --` */
export function commandLine(name: string, { print, note }: Pick<Terminal, 'print' | 'note'>): Command {
  const trimmed = (write: (text: string) => void) => (text: string) => write(text.replace(/\n$/, ''));
  return new Command(name)
    .exitOverride()
    .configureOutput({ writeOut: trimmed(print), writeErr: trimmed(note) })
    .showHelpAfterError(`(${name} --help shows what is possible)`);
}

/** @returns the exit code: 0 done, 1 refused or failed, 2 wrong arguments */
export async function run(program: Program, args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    refuseToken(args);
    await program(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== '') terminal.note(error.message);
    return error.exitCode;
  }
}

/** Runs the program in this process, on its arguments. */
export async function main(program: Program): Promise<void> {
  // It is not an error when a reader such as head has seen enough.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  const terminal = terminalOfProcess();
  try {
    const exitCode = await run(program, process.argv.slice(2), terminal);
    process.exitCode ||= exitCode;
  } catch (error) {
    // A fault of the program itself: its stack says nothing at a terminal.
    const name = program(terminal).name().replace(/ --$/, '');
    terminal.note(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

const terminalOfProcess = (): Terminal => ({
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  readInput: async () => decodeText(await buffer(standardInput()), 'Standard input'),
  ask: process.stdin.isTTY && process.stderr.isTTY ? askAtKeyboard : undefined,
  input: standardInput,
  progress: progressOn(process.stderr),
  environment: process.env,
});

/** On standard error, so that standard output may be a file. */
async function askAtKeyboard(question: string): Promise<string> {
  const keyboard = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await keyboard.question(question);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    // Ctrl-C or Ctrl-D leaves the line of the question.
    process.stderr.write('\n');
    return '';
  } finally {
    keyboard.close();
  }
}

function standardInput(): AsyncIterable<Uint8Array> {
  if (process.stdin.isTTY) throw misused('Standard input is the keyboard: pipe a file into it.');
  return process.stdin;
}
