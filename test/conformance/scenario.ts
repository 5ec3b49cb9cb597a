/** Runs a fixture: requests in order, each with the answer it must get. `${name}` stands for a value saved before,
 * `${a*1000}` for a thousand times a. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '../../functions/runtime/open-stores.ts';
import type { Account } from '../../shared/accounts/account.ts';
import { type Answer, openService, type Service } from '../service.ts';

export interface Step {
  readonly title?: string;
  readonly method: string;
  readonly path: string;
  readonly request?: unknown;
  readonly headers?: Record<string, string>;
  readonly statusCode: number;
  /** The answer holds at least this. */
  readonly response?: unknown;
  /** Dotted paths that the answer must not hold. */
  readonly absent?: readonly string[];
  /** Texts that the answer holds as they stand: for digits, which JSON parsers lose. */
  readonly text?: readonly string[];
  readonly responseHeaders?: Record<string, string>;
  /** Name -> dotted path of the answer. */
  readonly save?: Record<string, string>;
  /** Quirks that the log line of this request names. */
  readonly quirks?: readonly string[];
  readonly ignored?: readonly string[];
}

export interface Scenario {
  readonly title: string;
  readonly account?: Partial<Account>;
  readonly steps: readonly Step[];
}

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

export const scenarios = (folder: string): [string, Scenario][] =>
  readdirSync(join(FIXTURES, folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const scenario = JSON.parse(readFileSync(join(FIXTURES, folder, file), 'utf8')) as Scenario;
      return [`${file.replace(/\.json$/, '')}: ${scenario.title}`, scenario];
    });

export const play = async (scenario: Scenario, stores: Stores): Promise<void> =>
  playOn(await openService(scenario.account, stores), scenario);

/** What a scenario needs of a service. */
export type Played = Pick<Service, 'baseUrl' | 'lines' | 'call'>;

export async function playOn(service: Played, scenario: Scenario): Promise<void> {
  const saved = new Map<string, string>([['baseUrl', service.baseUrl]]);
  for (const [index, step] of scenario.steps.entries()) {
    const place = `step ${index + 1} ${step.title ?? `${step.method} ${step.path}`}`;
    const answer = await send(service, step, saved);
    expect({ place, status: answer.status, answer: answer.text }).toMatchObject({
      place,
      status: step.statusCode,
    });
    compare(place, fill(step, saved), answer, service);
    for (const [name, path] of Object.entries(step.save ?? {}))
      saved.set(name, String(pick(answer.json, path)));
  }
}

function send(service: Played, step: Step, saved: Map<string, string>): Promise<Answer> {
  const { method, path, request, headers } = fill(step, saved);
  return service.call(method, path, request, headers);
}

function compare(place: string, step: Step, answer: Answer, service: Played): void {
  if (step.response !== undefined)
    expect({ place, json: plain(answer.text) }).toMatchObject({ place, json: step.response });
  for (const path of step.absent ?? [])
    expect([place, path, pick(answer.json, path)]).toEqual([place, path, undefined]);
  for (const text of step.text ?? []) expect(answer.text).toContain(text);
  for (const [name, value] of Object.entries(step.responseHeaders ?? {})) {
    expect([place, name, answer.headers.get(name)]).toEqual([place, name, value]);
  }
  const line = service.lines.at(-1);
  if (step.quirks) expect([place, line?.quirks]).toEqual([place, expect.arrayContaining([...step.quirks])]);
  if (step.ignored) expect([place, line?.ignored]).toEqual([place, step.ignored]);
}

const plain = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

export const fill = <Part>(part: Part, saved: Map<string, string>): Part =>
  JSON.parse(
    JSON.stringify(part)
      .replace(/\$\{(\w+)\}/g, (whole, name: string) => saved.get(name) ?? whole)
      .replace(/\$\{(.)\*(\d+)\}/g, (_whole, character: string, count) => character.repeat(Number(count))),
  ) as Part;

export function pick(json: unknown, path: string): unknown {
  return path
    .split(/\.(?![^[]*\])/)
    .map((part) => part.replace(/^\[(.*)\]$/, '$1'))
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      json,
    );
}
