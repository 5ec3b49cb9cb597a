/** The environment of the process: read once, before anything else. */

import { join } from 'node:path';
import { readSettings, type Settings } from './settings.ts';

/** Nothing is sent to anybody but the resource that the connection string names: the SDK would report on itself. */
const QUIET = { APPLICATION_INSIGHTS_NO_STATSBEAT: 'true', APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true' };

let known: Settings | undefined;

/** Throws an Error that names the setting and what it must be. */
export function settings(): Settings {
  if (known) return known;
  Object.assign(process.env, QUIET);
  known = readSettings(process.env);
  return known;
}

/** Beside the bundle that this file is a part of. */
export const portalFolder = join(import.meta.dirname, 'portal');
