/** What a check found: one result for each step, with every request that the step sent; and the same as text for people. */

import { isObject, type Json } from '../../shared/scim/json.ts';
import { textTable } from '../../terminal/table.ts';
import type { Answer, CheckSession } from './check-session.ts';

/** Only `mandatory` decides; Microsoft's preview tests and the `advice` are worth reading. */
export type Level = 'mandatory' | 'preview' | 'advice';

/** One request and its answer; `status` is 0 when none came. */
interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType?: string;
  readonly detail?: string;
}

export interface CheckResult {
  readonly section: string;
  readonly name: string;
  readonly level: Level;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** What an admin or operator should change. */
  readonly fix?: string;
  readonly exchanges: readonly Exchanged[];
}

export interface CheckReport {
  readonly baseUrl: string;
  /** Part of the name of everything that the run created. */
  readonly run: string;
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Paths of what could not be deleted again. */
  readonly leftBehind: readonly string[];
}

export function exchangedOf(
  session: CheckSession,
  { method, path, status, body, trouble }: Answer,
): Exchanged {
  const failed = status === 0 || status >= 300 || trouble !== undefined;
  const [scimType, detail] = failed
    ? [errorText(session, body.scimType), errorText(session, body.detail ?? trouble)]
    : [];
  return { method, path, status, ...(scimType ? { scimType } : {}), ...(detail ? { detail } : {}) };
}

const errorText = (session: CheckSession, json: Json | undefined): string =>
  json === undefined || isObject(json) ? '' : redactedText(session, String(json));

/** Foreign text: short, without the token, and without control characters that a terminal would obey. */
export const redactedText = (session: CheckSession, text: string): string =>
  session
    .redact(text)
    .slice(0, 500)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ');

/** The last requests of a step; earlier ones prepared it. */
const MAX_EXCHANGES = 3;
const LEVELS: readonly Level[] = ['mandatory', 'preview', 'advice'];

/** @param width columns of the terminal, if there is one */
export function checkText(report: CheckReport, width?: number): string {
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  return [
    sectionTable(report.results, width),
    ...failures(failed),
    ...skipped(report.results.filter(({ outcome }) => outcome === 'skipped')),
    ...leftOver(report),
    verdict(report, failed),
  ].join('\n\n');
}

function sectionTable(results: readonly CheckResult[], width?: number): string {
  const sections = [...new Set(results.map(({ section }) => section))];
  const rows = sections.map((name) => sectionRow(results, name));
  return textTable([['section', 'ok', 'failed', 'skipped'], ...rows], { width, numbersFrom: 1 });
}

function sectionRow(results: readonly CheckResult[], name: string): string[] {
  const own = results.filter(({ section }) => section === name);
  const count = (outcome: CheckResult['outcome']) =>
    String(own.filter((result) => result.outcome === outcome).length);
  return [name, count('ok'), count('failed'), count('skipped')];
}

/** What matters most first; steps with the same fix are listed together. */
function failures(failed: readonly CheckResult[]): readonly string[] {
  const ordered = LEVELS.flatMap((level) => failed.filter((result) => result.level === level));
  return [...Map.groupBy(ordered, ({ fix }) => fix)].map(([fix, same]) => failureText(fix, same));
}

function failureText(fix: string | undefined, same: readonly CheckResult[]): string {
  return [
    ...same.map(({ level, section, name, reason }) => `FAILED (${level}) ${section}: ${name}\n  ${reason}`),
    ...(same[0]?.exchanges ?? []).slice(-MAX_EXCHANGES).map((one) => `    ${exchangeLine(one)}`),
    `  What to do: ${fix}`,
  ].join('\n');
}

const exchangeLine = ({ method, path, status, scimType, detail }: Exchanged): string =>
  `${method} ${path} -> ${[status || 'no answer', scimType].filter(Boolean).join(' ')}${detail ? `: ${detail}` : ''}`;

function skipped(results: readonly CheckResult[]): readonly string[] {
  const byReason = Map.groupBy(results, ({ reason }) => reason);
  const lines = [...byReason].map(([reason, same]) => `  ${same.length}: ${reason}`);
  return lines.length === 0 ? [] : [['Skipped:', ...lines].join('\n')];
}

const leftOver = ({ leftBehind }: CheckReport): readonly string[] =>
  leftBehind.length === 0
    ? []
    : [['Could not be deleted again:', ...leftBehind.map((path) => `  ${path}`)].join('\n')];

function verdict({ run, passed, requests, p50, p99 }: CheckReport, failed: readonly CheckResult[]): string {
  const counts = LEVELS.map((level) => `${failed.filter((one) => one.level === level).length} ${level}`);
  const time = `${requests} requests, p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`;
  return `Run ${run}: ${passed ? 'PASSED' : 'NOT PASSED'} (failed: ${counts.join(', ')}). ${time}.`;
}
