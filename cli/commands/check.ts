/** `kissflow-scim check`: Microsoft's SCIM tests against any Base URL. */

import type { Command } from 'commander';
import { type CheckCommandOptions, checkCommand } from '../../entra/check/command.ts';
import { UsageError } from '../../entra/cycle/arguments.ts';
import { misused } from '../../terminal/command-error.ts';
import { examplesOf } from '../../terminal/options.ts';

export function addCheck(program: Command): void {
  const { name, summary, description, options, examples } = checkCommand;
  const command = program.command(name).summary(summary).description(description);
  for (const [flags, description] of options) command.option(flags, description);
  command.action(check).addHelpText('after', examplesOf(examples));
}

async function check(options: CheckCommandOptions): Promise<void> {
  try {
    process.exitCode = await checkCommand.run(options);
  } catch (error) {
    throw error instanceof UsageError ? misused(error.message) : error;
  }
}
