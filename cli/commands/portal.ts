/** `kissflow-scim portal`: another link to the portal of the service that runs on this machine. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { reasonOf, refused } from '../../terminal/command-error.ts';
import { examples, wholeNumberFrom } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { readText } from '../../terminal/text-file.ts';
import { portalLink } from '../local-host/own-manage.ts';

interface PortalOptions {
  readonly port?: number;
  readonly dataDir?: string;
}

export function addPortal(program: Command, terminal: Terminal): void {
  program
    .command('portal')
    .description('Print a link that opens the portal of the service on this machine, once, within 10 minutes')
    .option('--port <port>', 'where the service listens (default: PORT, or 7071)', wholeNumberFrom(1, 65_535))
    .option('--data-dir <folder>', 'its data folder (default: DATA_DIR, or .data)')
    .action(async (options: PortalOptions) => terminal.print(await linkFor(options, terminal)))
    .addHelpText('after', examples('portal', 'portal --port 7072 --data-dir /var/lib/kissflow-scim'));
}

/** @throws CommandError */
async function linkFor({ port, dataDir }: PortalOptions, { environment }: Terminal): Promise<string> {
  const folder = dataDir ?? (environment.DATA_DIR || '.data');
  const key = await readText(environment.MANAGE_KEY_FILE || join(folder, 'manage.key'), '--data-dir');
  const origin = `http://localhost:${port ?? (environment.PORT || 7071)}`;
  try {
    return await portalLink(origin, key.trim());
  } catch (error) {
    throw refused(
      error instanceof TypeError
        ? `No answer from ${origin} (${reasonOf(error)}): start the service (npm start), or name its port with --port.`
        : `No link: ${reasonOf(error)}`,
    );
  }
}
