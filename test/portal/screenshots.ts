/** `npm run screenshots -- LINK`: the pictures of the portal in README.md and docs/portal.md, from `npm start -- --demo-data`. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, main } from '../../terminal/program.ts';
import { launchChromium } from './chromium.ts';

const FOLDER = 'docs/images';

/** The address of each picture below that of the account; `dark` in its name: of the dark look. */
const PICTURES = {
  overview: 'overview',
  'overview-dark': 'overview',
  mapping: 'mapping',
  fields: 'fields',
  users: 'users',
  log: 'log',
} as const;

async function take(link: string, print: (line: string) => void): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    mkdirSync(FOLDER, { recursive: true });
    const picture = async (name: string) => {
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(FOLDER, `${name}.png`) });
      print(join(FOLDER, `${name}.png`));
    };
    for (const [name, path] of Object.entries(PICTURES)) {
      await page.emulateMedia({ colorScheme: name.includes('dark') ? 'dark' : 'light' });
      await page.goto(`${new URL(link).origin}/portal/AcDemo/${path}`);
      await picture(name);
    }
    await page.goto(`${new URL(link).origin}/portal/AcDemo/users?search=m`);
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await picture('user');
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
