/** One kind of request, sent to the service and then to the bare server that answers as the service did. */

import type { Answer, Bare } from './bare.ts';
import { drive, headersOf, type Target } from './load.ts';
import type { Row, Scenario } from './scenario.ts';

export interface Servers {
  readonly service: Target;
  readonly bare: Bare;
  readonly seconds: number;
}

export async function measure({ service, bare, seconds }: Servers, scenario: Scenario): Promise<Row> {
  const { name, size, unit, traffic, warmUp, run } = scenario;
  const sample = await answerOf(service, scenario);
  await drive(service, traffic, warmUp);
  const measured = await drive(service, traffic, run);
  await bare.answerWith(sample);
  const { pathname } = new URL(service.baseUrl);
  const yardstick = { ...service, baseUrl: bare.origin + pathname };
  await drive(yardstick, traffic, { seconds: seconds / 3 });
  const compared = await drive(yardstick, traffic, { seconds });
  return { name, size, unit, bytes: Buffer.byteLength(sample.body), service: measured, bare: compared };
}

/** @throws when the service refuses the request: then there is nothing to measure */
async function answerOf(service: Target, { name, traffic }: Scenario): Promise<Answer> {
  const prepared = traffic()();
  const { method, path, body } = prepared;
  const response = await fetch(service.baseUrl + path, {
    method,
    headers: headersOf(service, prepared),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name}: the service answered ${response.status} ${text}`);
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: text };
}
