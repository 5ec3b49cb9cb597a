/** Runs a bundle on the local host, in a process of its own: `node run.ts BUNDLE HOST_JSON`. */

import { startHost, stopOnSignals } from '../../../cli/local-host/host.ts';

const [, , bundle = '', hostJson = ''] = process.argv;
const host = await startHost({
  bundle,
  hostJson,
  hostname: '127.0.0.1',
  port: 0,
  log: (level, category, message) => console.log(level, category, message),
});
stopOnSignals(host.stop);
console.log(`serves port ${host.port}`);
