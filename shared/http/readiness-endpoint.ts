/** Whether what the service stands on answers. It says which, and holds no data: who asks needs no token. */

import { allowedMethods, type Endpoint, jsonResponse } from './message.ts';
import { methodNotAllowed } from './response.ts';

/** A small question to each, by name; it rejects where there is no answer. */
export type Probes = Readonly<Record<string, () => Promise<unknown>>>;

type Answers = Readonly<Record<string, 'ok' | 'unavailable'>>;

/** Milliseconds for which an answer is given again: whoever asks often costs the store nothing. */
const KEPT = 10_000;
/** Milliseconds after which no answer counts as none. */
const PATIENCE = 5_000;

/** @param now milliseconds that never go back */
export function readinessEndpoint(probes: Probes, now: () => number = () => performance.now()): Endpoint {
  let kept: { readonly answers: Promise<Answers>; readonly until: number } | undefined;
  return async ({ method }) => {
    if (method === 'OPTIONS') return allowedMethods(['GET']);
    if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed(method, ['GET']);
    if (kept === undefined || now() >= kept.until) kept = { answers: askAll(probes), until: now() + KEPT };
    const answers = await kept.answers;
    const isReady = Object.values(answers).every((answer) => answer === 'ok');
    const body = { status: isReady ? 'ok' : 'unavailable', ...answers };
    return jsonResponse(
      isReady ? 200 : 503,
      'application/json',
      body,
      isReady ? {} : { 'retry-after': '10' },
    );
  };
}

async function askAll(probes: Probes): Promise<Answers> {
  const asked = Object.entries(probes).map(async ([name, probe]) => [name, await answerTo(probe)] as const);
  return Object.fromEntries(await Promise.all(asked));
}

const answerTo = (probe: () => Promise<unknown>): Promise<Answers[string]> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve('unavailable'), PATIENCE);
    probe()
      .then(
        () => resolve('ok'),
        () => resolve('unavailable'),
      )
      .finally(() => clearTimeout(timer));
  });
