/** A confirmation that takes more than a habit: the name of what is changed is typed. */

import { refused } from './command-error.ts';
import type { Terminal } from './program.ts';

interface Keyboard extends Pick<Terminal, 'note'> {
  readonly ask: NonNullable<Terminal['ask']>;
}

/**
 * Says what the change does and asks for the name of what it changes.
 * @throws CommandError when anything else is typed, or nothing
 */
export async function requireTyped(
  { note, ask }: Keyboard,
  name: string,
  consequences: string,
): Promise<void> {
  note(consequences);
  const answer = await ask(`Type ${name} to confirm: `);
  if (answer.trim() !== name) throw refused(`This is not ${name}: nothing was changed.`);
}
