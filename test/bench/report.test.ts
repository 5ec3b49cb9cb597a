import type { Measurement } from '../../bench/load.ts';
import type { Row } from '../../bench/measure.ts';
import { benchReport, hasFailed } from '../../bench/report.ts';

const measured = (perSecond: number, failures: Measurement['failures'] = {}): Measurement => ({
  perSecond,
  p50: 1.25,
  p99: 12,
  failures,
});

const row = (size: number, perSecond: number, failures: Measurement['failures'] = {}): Row => ({
  name: 'GET by id',
  size,
  unit: 'users',
  bytes: 1080,
  service: measured(perSecond, failures),
  bare: measured(10_000),
});

describe('the report of npm run bench', () => {
  test('has a line for each kind of request and size, with its share of the bare server', () => {
    const [, line = ''] = benchReport({ rows: [row(1000, 1500)] }).split('\n');
    const cells = [
      'GET by id',
      '1,000 users',
      '1080 B',
      '1,500',
      '1.3',
      '12.0',
      '10,000',
      '1.3',
      '12.0',
      '0.150',
      '-',
    ];
    expect(line.split(/ {2,}/)).toEqual(cells);
  });

  test('aligns its columns', () => {
    const lines =
      benchReport({ rows: [row(1000, 1500), row(100_000, 9)] })
        .split('\n\n')[0]
        ?.split('\n') ?? [];
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  test('divides the requests/s of the largest size by those of the smallest', () => {
    expect(benchReport({ rows: [row(1000, 1000), row(10_000, 100), row(100_000, 750)] })).toMatch(
      /GET by id {2}1,000 -> 100,000 users {2}0\.75$/,
    );
  });

  test('says nothing of flatness when there is one size only', () => {
    expect(benchReport({ rows: [row(1000, 1000)] })).not.toContain('Flatness');
  });

  test('lists failed requests by what went wrong', () => {
    const rows = [row(1000, 1000), row(100_000, 900, { 503: 2, 'no answer': 1 })];
    expect(hasFailed({ rows })).toBe(true);
    expect(benchReport({ rows })).toMatch(
      /Failed requests:\nGET by id {2}100,000 users.*503 {2}2\nGET by id .*no answer {2}1$/,
    );
  });

  test('shows the share that is wanted beside the one that was measured', () => {
    const [, line = ''] = benchReport({ rows: [{ ...row(1000, 1500), target: 0.3 }] }).split('\n');
    expect(line.split(/ {2,}/).slice(-2)).toEqual(['0.150', '0.30']);
  });

  test('says what one large change costs the others, and how much memory the service had', () => {
    const interference = { members: 20_000, patch: 1234, p50: 1.25, p99: 99.5, lookups: 31, failures: 2 };
    const text = benchReport({ rows: [], interference, memory: 312_400_000 });
    expect(text).toContain(
      'While one PATCH adds 20,000 members (1,234 ms): p50 1.3 ms, p99 99.5 ms of 31 GET by id at 25/s, 2 failed',
    );
    expect(hasFailed({ rows: [], interference })).toBe(true);
    expect(text).toContain('Anonymous memory of the service at most: 312 MB');
  });

  test('says what lookups took while a client searched', () => {
    const searches = { searches: 7, search: 450, p50: 5.25, p99: 40.5, lookups: 75, failures: 1 };
    expect(benchReport({ rows: [], searches })).toContain(
      'While a client searches 7 times by what has no index (450 ms each): p50 5.3 ms, p99 40.5 ms of 75 GET by id at 25/s, 1 failed',
    );
    expect(hasFailed({ rows: [], searches })).toBe(true);
  });

  test('a run without failures has no list of them', () => {
    expect(hasFailed({ rows: [row(1000, 1000)] })).toBe(false);
    expect(benchReport({ rows: [row(1000, 1000)] })).not.toContain('Failed');
  });
});
