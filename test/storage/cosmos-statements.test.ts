import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordStatements } from '../doubles/cosmos/statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'statements-'));
afterAll(() => rmSync(folder, { recursive: true }));

function recorded(...requests: readonly (readonly [kind: 'query' | 'batch' | 'read', body: unknown])[]) {
  const file = join(folder, 'statements.ndjson');
  for (const [kind, body] of requests) recordStatements(kind, JSON.stringify(body), file);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  return lines.map((line): unknown => JSON.parse(line));
}

const patch = (condition?: string) => ({ operationType: 'Patch', id: 'u.1', resourceBody: { condition } });

describe('What the double writes down for the check of the SQL', () => {
  it('is each query once, with the parameters that came first', () => {
    const query = 'SELECT TOP @p0 * FROM c';
    const parameters = [{ name: '@p0', value: 1 }];
    const again = [{ name: '@p0', value: 2 }];
    expect(recorded(['query', { query, parameters }], ['query', { query, parameters: again }])).toEqual([
      { kind: 'query', query, parameters },
    ]);
  });

  it('is the condition of each patch, as a query, whatever literals it compares with', () => {
    expect(
      recorded(
        [
          'batch',
          [{ operationType: 'Delete', id: 'u.1' }, patch(), patch('from c where c["a"] = "x \\" y"')],
        ],
        ['batch', [patch('from c where c["a"] = "z"'), patch('from c where c["b"] = 7')]],
        ['read', {}],
      ),
    ).toEqual([
      { kind: 'condition', query: 'SELECT * from c where c["a"] = "x \\" y"', parameters: [] },
      { kind: 'condition', query: 'SELECT * from c where c["b"] = 7', parameters: [] },
    ]);
  });
});
