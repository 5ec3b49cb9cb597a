/** The cost table of the runbook is what the arithmetic says. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costTable } from '../../infra/costs.ts';

it('costs of docs/operations.md are those that infra/costs.ts calculates, and marked as calculated', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  expect(runbook).toContain(costTable());
  expect(runbook).toContain('**Calculated, not measured**');
});
