/** `npm run screenshots -- LINK`: the pictures of the portal in README.md and docs/portal.md, from `npm start -- --demo-data`. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, main } from '../../terminal/program.ts';
import { launchChromium } from './chromium.ts';

const FOLDER = 'docs/images';

/** Each is named as its page. */
const PICTURES = ['overview', 'guide', 'users', 'log'] as const;

async function take(link: string, print: (line: string) => void): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    mkdirSync(FOLDER, { recursive: true });
    for (const name of PICTURES) {
      await page.goto(`${new URL(link).origin}/portal/AcDemo/${name}`);
      await page.waitForLoadState('networkidle');
      const file = join(FOLDER, `${name}.png`);
      await page.screenshot({ path: file });
      print(file);
    }
  } finally {
    await browser.close();
  }
}

await main((terminal) =>
  commandLine('npm run screenshots --', terminal)
    .description('Take the pictures of the portal, by the link that npm start -- --demo-data prints')
    .argument('<link>', 'of the portal, not opened before')
    .action((link: string) => take(link, terminal.print)),
);
