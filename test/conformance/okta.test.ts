import { play, scenarios } from './scenario.ts';

describe('Okta fixtures', () => {
  test.each(scenarios('okta'))('%s', (_name, scenario) => play(scenario));
});
