import { play, scenarios } from './scenario.ts';

describe('RFC fixtures', () => {
  test.each(scenarios('rfc'))('%s', (_name, scenario) => play(scenario));
});
