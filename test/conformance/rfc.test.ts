import { STORES } from '../stores.ts';
import { play, scenarios } from './scenario.ts';

describe.each(STORES)('RFC fixtures on %s', (_store, open) => {
  test.each(scenarios('rfc'))('%s', async (_name, scenario) => play(scenario, await open()));
});
