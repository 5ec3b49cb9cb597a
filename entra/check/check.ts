/**
 * One check from Test Connection to the last DELETE: runs the steps, and leaves nothing behind. This room owns
 * Microsoft's tests and the advice for each; it takes nothing for granted, whatever the service provider.
 */

import { type Progress, silent } from '../../terminal/progress.ts';
import type { Connection } from '../../terminal/token.ts';
import { percentile } from '../client/client.ts';
import type { Waiting } from '../client/exchange.ts';
import { CheckSession } from './check-session.ts';
import { connectionSection } from './connection-steps.ts';
import { dialectSection } from './dialect-steps.ts';
import { discoverySection } from './discovery-steps.ts';
import { remedy } from './entrance.ts';
import { groupSection } from './group-steps.ts';
import { harnessSection } from './harness-steps.ts';
import { previewSection } from './preview-steps.ts';
import { type CheckReport, type CheckResult, exchangedOf, redactedText } from './report.ts';
import { type Section, type Step, Unmet } from './step.ts';
import { times, transportSection } from './transport-steps.ts';
import { userSection } from './user-steps.ts';

const SECTIONS: readonly Section[] = [
  connectionSection,
  discoverySection,
  userSection,
  groupSection,
  previewSection,
  harnessSection,
  dialectSection,
  transportSection,
];

interface CheckOptions extends Connection, Pick<Waiting, 'timeout' | 'patience'> {
  readonly progress?: Progress;
  /** Ends the run early; what it created is deleted all the same. */
  readonly signal?: AbortSignal;
}

/** Resolves whatever the service provider does. */
export async function runCheck(options: CheckOptions): Promise<CheckReport> {
  const progress = options.progress ?? silent;
  const session = new CheckSession(options, { ...options, tell: (line) => progress.note?.(line) });
  const results: CheckResult[] = [];
  let leftBehind: readonly string[] = [];
  try {
    for (const section of SECTIONS) {
      await runSection(session, section, progress, (step) => obstacle(session, step, options), results);
    }
  } finally {
    leftBehind = await cleanUp(session, progress);
  }
  const passed = options.signal?.aborted !== true && results.every(isFine);
  return reportOf(session, { passed, results, leftBehind });
}

async function runSection(
  session: CheckSession,
  section: Section,
  progress: Progress,
  obstacleOf: (step: Step) => string | undefined,
  results: CheckResult[],
): Promise<void> {
  progress.start(section.name, section.steps.length, 'checks run');
  for (const step of section.steps) {
    const result = await runStep(session, section, step, obstacleOf(step));
    results.push(result);
    if (result.outcome !== 'skipped') progress.step();
  }
  progress.stop();
}

async function runStep(
  session: CheckSession,
  section: Section,
  step: Step,
  obstacle: string | undefined,
): Promise<CheckResult> {
  const { name, level, fix } = step;
  const head = { section: section.name, name, level };
  if (obstacle !== undefined) return { ...head, outcome: 'skipped', reason: obstacle, exchanges: [] };
  const before = session.answers.length;
  const exchanges = () => session.answers.slice(before).map((answer) => exchangedOf(session, answer));
  try {
    await step.run(session);
    return { ...head, outcome: 'ok', exchanges: exchanges() };
  } catch (error) {
    const reason = redactedText(session, unmetReason(error));
    const advised = redactedText(session, remedy(session, session.answers.slice(before)) ?? fix);
    return { ...head, outcome: 'failed', reason, fix: advised, exchanges: exchanges() };
  }
}

function unmetReason(error: unknown): string {
  if (error instanceof Unmet) return error.message;
  if (error instanceof RangeError) return 'the JSON of the answer is nested too deeply';
  throw error;
}

function obstacle(session: CheckSession, step: Step, { signal }: CheckOptions): string | undefined {
  if (signal?.aborted) return 'the check was interrupted';
  if (session.closed && step.always !== true) {
    return 'the service provider cannot be used with this Base URL and token';
  }
  return step.skip?.(session);
}

async function cleanUp(session: CheckSession, progress: Progress): Promise<readonly string[]> {
  progress.start('clean up', session.created.length, 'deleted');
  const left = await session.cleanUp(progress.step);
  progress.stop();
  return left;
}

function reportOf(
  session: CheckSession,
  found: Pick<CheckReport, 'passed' | 'results' | 'leftBehind'>,
): CheckReport {
  const sorted = times(session.answers);
  return {
    baseUrl: session.base,
    run: session.run,
    ...found,
    requests: sorted.length,
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
  };
}

const isFine = ({ level, outcome }: CheckResult): boolean => level !== 'mandatory' || outcome !== 'failed';
