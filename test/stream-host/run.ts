/** Runs a bundle on a host that has little patience, in a process of its own: `node run.ts direct|stream BUNDLE HOST_JSON`. */

import { startHost, stopOnSignals } from '../../cli/local-host/host.ts';
import { openService } from '../../cli/local-host/service.ts';
import { openStreamService } from './stream-service.ts';

const [, , way = '', bundle = '', hostJson = ''] = process.argv;
const host = await startHost({
  bundle,
  hostJson,
  hostname: '127.0.0.1',
  port: 0,
  log: (level, category, message) => console.log(level, category, message),
  open: (app, settings) =>
    way === 'stream'
      ? openStreamService(app, settings)
      : openService(app, settings, (line) => console.log(JSON.stringify(line)), 1_000),
  drainTime: 2_000,
});
stopOnSignals(host.stop);
console.log(`serves port ${host.port}`);
