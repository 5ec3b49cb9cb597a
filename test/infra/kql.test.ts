/** The language service of Azure Data Explorer reads every query, with the columns that Application Insights fills. */

import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import workbook from '../../infra/workbook.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');

/** The part of the service that is used here. It puts itself into the global scope. */
interface Diagnostics {
  readonly Count: number;
  getItem(at: number): { readonly Message: string };
}
interface Language {
  readonly GlobalState: { readonly Default: { WithDatabase(database: object): object } };
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: object): { GetDiagnostics(): Diagnostics } };
  readonly Symbols: {
    readonly TableSymbol: { From(columns: string): { WithName(name: string): object } };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly object[]) => object };
  };
}

const service = '@kusto/language-service-next/';
const load = createRequire(import.meta.filename);
load(`${service}bridge.min.js`);
load(`${service}Kusto.Language.Bridge.min.js`);
const { GlobalState, KustoCode, Symbols }: Language = Reflect.get(globalThis, 'Kusto').Language;

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests, apptraces, appmetrics */
const REQUESTS =
  '(TimeGenerated: datetime, Id: string, Name: string, Url: string, Success: bool, ResultCode: string, DurationMs: real, OperationName: string, OperationId: string, Properties: dynamic, AppRoleName: string, ClientIP: string, ItemCount: int)';
const TABLES = {
  AppRequests: REQUESTS,
  AppTraces:
    '(TimeGenerated: datetime, Message: string, SeverityLevel: int, OperationName: string, OperationId: string, Properties: dynamic, AppRoleName: string, ItemCount: int)',
  AppMetrics:
    '(TimeGenerated: datetime, Name: string, Sum: real, Min: real, Max: real, ItemCount: int, Properties: dynamic, AppRoleName: string)',
  // What a transformation reads: rows of its table.
  source: REQUESTS,
};

const tables = Object.entries(TABLES).map(([name, columns]) =>
  Symbols.TableSymbol.From(columns).WithName(name),
);
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables));

function complaints(query: string): string[] {
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, at) => found.getItem(at).Message);
}

const files = globSync('infra/queries/*.kql', { cwd: ROOT }).map(
  (file) => [basename(file), readFileSync(join(ROOT, file), 'utf8')] as const,
);
const charts = workbook.items.flatMap(({ name, content }) =>
  'query' in content ? [[`workbook: ${name}`, String(content.query)] as const] : [],
);

describe('KQL', () => {
  it.each([...files, ...charts])('of %s is understood', (_, query) => {
    expect(complaints(query)).toEqual([]);
  });

  it('that is wrong would be told', () => {
    expect(complaints("AppRequests | where Nme == 'users'")).toEqual([
      expect.stringContaining("The name 'Nme' does not refer to any known column"),
    ]);
  });
});
