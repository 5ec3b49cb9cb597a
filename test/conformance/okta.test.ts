import { STORES } from '../stores.ts';
import { play, scenarios } from './scenario.ts';

describe.each(STORES)('Okta fixtures on %s', (_store, open) => {
  test.each(scenarios('okta'))('%s', async (_name, scenario) => play(scenario, await open()));
});
