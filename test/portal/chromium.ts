/** The browser that tests and pictures are made with. */

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Undefined: none is here, and the tests are skipped, but not where CHROMIUM names one, as .ci/run does. */
export const chromiumPath = process.env.CHROMIUM || PLACES.find((path) => existsSync(path));

/** Root may not use the sandbox of Chromium. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: String(chromiumPath), args: ['--no-sandbox', '--disable-gpu'] });
