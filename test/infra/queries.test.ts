/** The queries of alerts and workbook: they ask for what the app really says, and for nothing personal. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { snapshots } from '../../infra/snapshot.ts';
import workbook from '../../infra/workbook.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const files = (pattern: string) => globSync(pattern, { cwd: ROOT }).map(textOf).join('\n');

const alerts = globSync('infra/queries/*.kql', { cwd: ROOT })
  .sort()
  .map((file) => [basename(file, '.kql'), textOf(file)] as const)
  .filter(([name]) => name !== 'without-query-string');
const charts = workbook.items.flatMap(({ name, content }) =>
  'query' in content ? [[name, String(content.query)] as const] : [],
);
const code = files('{functions,shared}/**/*.ts');
const functions = [...files('functions/*.ts').matchAll(/\bname: '([\w-]+)'/g)].map(([, name]) => name);

const quoted = (text: string): string[] => [...text.matchAll(/'([^']*)'/g)].map(([, word]) => word ?? '');

/** Of `Column == 'a'` and `Column in ('a', 'b')`. */
const comparedWith = (query: string, column: string): string[] =>
  [...query.matchAll(new RegExp(`\\b${column}\\)? (?:==|!?in) (\\([^)]*\\)|'[^']*')`, 'g'))].flatMap(
    ([, values]) => quoted(values ?? ''),
  );

describe.each([...alerts, ...charts])('%s', (_, query) => {
  it('reads one of the tables that Application Insights fills', () => {
    expect(query.replace(/^\/\/.*\n/gm, '')).toMatch(/^App(Requests|Traces|Metrics)\n/);
  });

  it('asks for functions, log lines and metrics that are there', () => {
    const names = comparedWith(query, 'Name');
    if (query.includes('AppRequests')) for (const name of names) expect(functions).toContain(name);
    if (query.includes('AppMetrics')) for (const name of names) expect(code).toContain(`'${name}'`);
    for (const event of comparedWith(query, 'line.event')) expect(code).toContain(`event: '${event}'`);
  });

  it('shows no address, name or URL', () => {
    expect(query).not.toMatch(/ClientIP|UserId|Url\b|AuthenticatedId|userName|displayName/i);
  });
});

describe('Alerts', () => {
  const [snapshot] = snapshots();
  const rules = (snapshot?.resources ?? []).filter(({ type }) => type.endsWith('/scheduledQueryRules'));
  const conditions = rules.map(({ properties }) => Object(properties).criteria.allOf[0]);

  it('are those of the runbook, and each has its section there', () => {
    const names = rules.map(({ name }) => /^alert-(.*)-contoso-/.exec(name)?.[1]).sort();
    expect(names).toEqual(alerts.map(([name]) => name));
    const runbook = textOf('docs/operations.md');
    for (const name of [...names, 'throttling', 'vault']) expect(runbook).toContain(`| \`${name}\` |`);
  });

  it('measure a column that their query makes', () => {
    for (const { query, metricMeasureColumn, dimensions } of conditions) {
      if (metricMeasureColumn) expect(query).toMatch(new RegExp(`\\b${metricMeasureColumn} = `));
      for (const { name } of dimensions) expect(query).toMatch(new RegExp(`\\b${name} = `));
    }
  });

  it('go to the action group of the parameters', () => {
    for (const { properties } of rules) {
      expect(Object(properties).actions.actionGroups).toEqual([
        expect.stringMatching(/\/actionGroups\/ag-contoso-/),
      ]);
    }
  });

  const queryOf = (name: string) => alerts.find(([one]) => one === name)?.[1] ?? '';

  it('see an outage of a customer who sends a handful of requests a day', () => {
    expect(queryOf('server-errors')).not.toMatch(/requests </);
    expect(queryOf('server-errors')).toContain('failed < 3');
    // What failed is no traffic.
    expect(queryOf('no-traffic')).toContain('toint(ResultCode) < 500');
  });

  it('of 5xx find the cause in the workbook, whichever half failed', () => {
    const [, failures = ''] = charts.find(([name]) => name === 'Failures of ours') ?? [];
    const failing = [...code.matchAll(/event: '([\w.]+)',?[^}]*(?:status|cause|outcome)/g)].map(
      ([, event]) => event,
    );
    expect(failing.length).toBeGreaterThan(3);
    for (const event of failing) expect(failures).toContain(`'${event}'`);
  });

  it('of no traffic fire on zero requests', () => {
    const silent = conditions.find(({ operator }) => operator === 'LessThan');
    expect(silent).toMatchObject({ threshold: 1, metricMeasureColumn: 'requests' });
  });
});

describe('Requests in the log', () => {
  it('keep no query string: it holds filter values', () => {
    const rules = snapshots().flatMap(({ resources }) =>
      resources.filter(({ type }) => type === 'Microsoft.Insights/dataCollectionRules'),
    );
    expect(rules).toHaveLength(2);
    for (const { properties, id } of rules) {
      expect(properties).toMatchObject({
        dataFlows: [
          {
            streams: ['Microsoft-Table-AppRequests'],
            transformKql: expect.stringContaining("split(Url, '?')[0]"),
          },
        ],
      });
      const workspace = snapshots()
        .flatMap(({ resources }) => resources)
        .filter(({ properties }) => Object(properties).defaultDataCollectionRuleResourceId === id);
      expect(workspace).toHaveLength(1);
    }
  });
});
