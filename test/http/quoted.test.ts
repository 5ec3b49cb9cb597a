/**
 * Every request of the fixtures, each of its texts, names, paths and parameters once replaced by somebody's address:
 * what an error quotes of it, the client is shown, and no log.
 */

import type { LogEntry } from '../../shared/provisioning-log/entry.ts';
import { isObject, type Json } from '../../shared/scim/json.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { fill, pick, type Scenario, type Step, scenarios } from '../conformance/scenario.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

const ADDRESS = 'zoe@secret.example';
const SECRET = /secret/i;

/** The value itself once for each text in it, that text replaced; and once for each name. */
function* altered(json: Json, name = ''): Iterable<Json> {
  if (Array.isArray(json)) {
    for (const [index, one] of json.entries())
      for (const other of altered(one)) yield json.with(index, other);
  } else if (isObject(json)) {
    for (const [key, one] of Object.entries(json)) {
      const { [key]: _, ...rest } = json;
      yield { ...rest, [ADDRESS]: one };
      yield { ...rest, [ADDRESS]: one, [ADDRESS.toUpperCase()]: one };
      for (const other of altered(one, key)) yield { ...json, [key]: other };
    }
  } else {
    yield ADDRESS;
    if (typeof json === 'string' && name.toLowerCase() === 'path') yield* hostilePaths(json);
  }
}

function* hostilePaths(path: string): Iterable<string> {
  yield `${path}[value eq "${ADDRESS}"].value`;
  yield `${path}.${ADDRESS}`;
  yield `groups[value eq "${ADDRESS}"]`;
  const name = path.replace(/\[.*/, '');
  yield `${name}[value eq "${ADDRESS}"]`;
  yield `${name}[value eq ${ADDRESS}].value`;
  yield `${name}[value ne "${ADDRESS}" and value eq "none"].value`;
  yield `${name}[display co "${ADDRESS}"].primary`;
  yield `${name}[value eq "none"].${ADDRESS}`;
  yield `${name}[value eqq "${ADDRESS}"]`;
  yield `${name}[value eq "${ADDRESS}`;
  yield `${name}[primary gt "${ADDRESS}"]`;
}

function* alteredSteps(step: Step): Iterable<Step> {
  const { request, path } = step;
  const body: Json | undefined = request as Json | undefined;
  if (body !== undefined) for (const other of altered(body)) yield { ...step, request: other };
  const [place = '', query] = path.split('?');
  yield { ...step, path: `${place.split('/').slice(0, 2).join('/')}/${ADDRESS}` };
  yield { ...step, headers: { ...step.headers, 'if-match': ADDRESS } };
  yield { ...step, headers: { ...step.headers, 'content-type': `text/${ADDRESS}` } };
  if (step.method !== 'GET') return;
  for (const filter of [
    `userName eq "${ADDRESS}" or`,
    `meta[${ADDRESS}]`,
    `active eq "${ADDRESS}"`,
    `meta.created gt "${ADDRESS}"`,
    `name co ${ADDRESS}`,
    `${ADDRESS} pr`,
    `userName.${ADDRESS} eq 1`,
    `emails[value gt "${ADDRESS}" and x eq 1]`,
  ]) {
    yield { ...step, path: `${place}?filter=${encodeURIComponent(filter)}` };
  }
  if (query)
    yield { ...step, path: `${place}?${query.replace(/=[^&]*/g, `=${encodeURIComponent(ADDRESS)}`)}` };
}

/** By what an administrator finds whom an entry is about: whoever it is, the log says so. */
const withoutSubject = ({ name: _name, externalId: _externalId, attributes, ...entry }: LogEntry) => ({
  ...entry,
  attributes: attributes.filter(({ attribute }) => attribute !== 'userName' && attribute !== 'displayName'),
});

/** Codes of the errors that quoted the address to the client. */
async function quotingCodes(scenario: Scenario): Promise<string[]> {
  const stores = memoryStores();
  let time = Date.parse('2026-03-01T10:00:00Z');
  const now = () => time;
  const service = await openService({ ...scenario.account, log: { values: false, days: 30 } }, stores, now);
  const saved = new Map([['baseUrl', service.baseUrl]]);
  const quoting = new Set<string | null>();
  const call = async ({ method, path, request, headers }: Step) => {
    // Fewer in a minute than the log has room for.
    time += 100;
    const answer = await service.call(method, path, request, headers);
    if (SECRET.test(answer.text)) quoting.add(answer.headers.get('x-correlation-id'));
    return answer;
  };
  for (const step of scenario.steps) {
    const original = fill(step, saved);
    const { json } = await call(original);
    for (const [name, path] of Object.entries(step.save ?? {})) saved.set(name, String(pick(json, path)));
    for (const other of alteredSteps(original)) await call(other);
  }
  const store = logStore(stores.resources, stores.activity, now);
  const { entries } = await store.query('AcDemo', { limit: 100_000 });
  expect(JSON.stringify(service.lines)).not.toMatch(SECRET);
  expect(entries.map(withoutSubject).filter((one) => SECRET.test(JSON.stringify(one)))).toEqual([]);
  return entries.flatMap(({ code, correlationId }) => (code && quoting.has(correlationId) ? [code] : []));
}

/** Codes whose sentences quote what a client sent. */
const QUOTING = [
  'content-type',
  'given-twice',
  'member-immutable',
  'no-match',
  'no-such-member',
  'no-such-resource',
  'read-only',
  'syntax',
  'unknown-attribute',
  'value-filter-not-possible',
  'wrong-value',
];

describe('what errors quote of a request', () => {
  const codes = new Set<string>();

  test.each(['rfc', 'entra', 'okta'].flatMap(scenarios))('reaches no log: %s', async (_name, scenario) => {
    for (const code of await quotingCodes(scenario)) codes.add(code);
  });

  it('did reach the client', () => {
    expect([...codes]).toEqual(expect.arrayContaining(QUOTING));
  });
});
