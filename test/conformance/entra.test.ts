import { play, scenarios } from './scenario.ts';

describe('Entra fixtures', () => {
  test.each(scenarios('entra'))('%s', (_name, scenario) => play(scenario));
});
