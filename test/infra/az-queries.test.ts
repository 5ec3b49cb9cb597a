/** What the scripts pick out of Azure's answers: every `--query` of the recorded calls, on an answer as az documents it. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { search } from 'jmespath';
import answers from '../fixtures/infra/azure-answers.json' with { type: 'json' };

const FIXTURES = join(import.meta.dirname, '../fixtures/infra');

const asked = globSync('*.calls', { cwd: FIXTURES })
  .flatMap((file) => readFileSync(join(FIXTURES, file), 'utf8').split('\n'))
  .flatMap((call) => / --query (.*?)(?: -o \w+| --name \S+)?$/.exec(call)?.[1] ?? []);

describe('JMESPath of the scripts', () => {
  it('has an example for every query', () => {
    expect(new Set(answers.map(({ query }) => query))).toEqual(new Set(asked));
  });

  it.each(answers.map((one) => [one.query, one] as const))('%s', (query, { answer, result }) => {
    expect(search(answer, query)).toEqual(result);
  });
});
