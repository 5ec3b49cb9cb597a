import { STORES } from '../stores.ts';
import { play, scenarios } from './scenario.ts';

describe.each(STORES)('Entra fixtures on %s', (_store, open) => {
  test.each(scenarios('entra'))('%s', async (_name, scenario) => play(scenario, await open()));
});
