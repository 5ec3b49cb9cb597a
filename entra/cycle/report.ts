/** The report of a run as text: a table of the phases, then failures and differences. */

import { textTable } from '../../terminal/table.ts';
import type { CycleReport, Difference, Failure, PhaseSummary } from './session.ts';

const LISTED = 50;
const REQUEST_HEADINGS = ['phase', 'requests', 'failures', 'p50 ms', 'p99 ms', 'requests/s'];

export const isClean = ({ failures, differences }: CycleReport): boolean =>
  failures.length === 0 && differences.length === 0;

/** @param width columns of the terminal, if there is one */
export function cycleReportText(report: CycleReport, width?: number): string {
  const { run, fields, failures, differences } = report;
  return [
    phaseTable(report.phases, width),
    ...listed('Failed requests', failures.map(failureLine)),
    ...listed('Differences', differences.map(differenceLine)),
    `Run ${run}, ${fields} account attributes: ${isClean(report) ? 'everything is stored as sent.' : 'NOT as sent.'}`,
  ].join('\n\n');
}

const phaseTable = (phases: readonly PhaseSummary[], width?: number): string =>
  textTable([REQUEST_HEADINGS, ...phases.map(phaseRow), totalRow(phases)], { width, numbersFrom: 1 });

const phaseRow = ({ name, requests, failures, p50, p99, seconds }: PhaseSummary): string[] => [
  name,
  String(requests),
  String(failures),
  p50.toFixed(1),
  p99.toFixed(1),
  rate(requests, seconds),
];

function totalRow(phases: readonly PhaseSummary[]): string[] {
  const sum = (of: (phase: PhaseSummary) => number) => phases.reduce((total, phase) => total + of(phase), 0);
  const requests = sum((phase) => phase.requests);
  const failures = sum((phase) => phase.failures);
  return [
    'total',
    String(requests),
    String(failures),
    '',
    '',
    rate(
      requests,
      sum((phase) => phase.seconds),
    ),
  ];
}

const rate = (requests: number, seconds: number): string =>
  seconds > 0 ? (requests / seconds).toFixed(0) : '-';

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > LISTED ? [`  … and ${lines.length - LISTED} more`] : [];
  return [[`${title} (${lines.length}):`, ...lines.slice(0, LISTED), ...more].join('\n')];
}

const failureLine = ({ phase, method, path, status, scimType, detail }: Failure): string =>
  `  ${phase}: ${method} ${path} -> ${status === 0 ? 'no answer' : status}${scimType ? ` ${scimType}` : ''}: ${detail}`;

const differenceLine = ({ resource, path, expected, actual }: Difference): string =>
  `  ${resource} ${path}: expected ${expected ?? 'nothing'}, found ${actual ?? 'nothing'}`;
