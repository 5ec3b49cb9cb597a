/** Telemetry put aside until its client is there. */

import { setTimeout as sleep } from 'node:timers/promises';
import { telemetryOn } from '../../functions/runtime/telemetry.ts';
import {
  deferredTelemetry,
  noDeferredTelemetry,
  type TelemetryClient,
} from '../../shared/telemetry/deferred-telemetry.ts';
import { noTelemetry } from '../../shared/telemetry/telemetry.ts';

const CALL = { target: 'Azure Cosmos DB', operation: 'read', status: 200, milliseconds: 1 } as const;

/** A client that notes what it is told, and how often it was loaded. */
function stage(pause = 5) {
  const told: unknown[] = [];
  const loads: number[] = [];
  const client: TelemetryClient = {
    ...noTelemetry,
    called: (call, traceparent) => void told.push([call.operation, traceparent]),
    lookedUp: (cache, hit) => void told.push([cache, hit]),
    flush: async () => void told.push('flush'),
  };
  const load = async () => {
    loads.push(told.length);
    return client;
  };
  return { told, loads, telemetry: deferredTelemetry(load, pause) };
}

it('nothing is loaded before the first answer, nor at once after it; nothing that was measured is lost', async () => {
  const { told, loads, telemetry } = stage(30);
  telemetry.called(CALL);
  await sleep(40);
  expect([loads, told]).toEqual([[], []]);
  telemetry.answered();
  telemetry.lookedUp('account', false);
  telemetry.answered();
  await sleep(5);
  expect(loads).toEqual([]);
  await sleep(40);
  expect(loads).toHaveLength(1);
  telemetry.lookedUp('account', true);
  expect(told).toEqual([
    ['read', undefined],
    ['account', false],
    ['account', true],
  ]);
});

it('a call belongs to the trace of the request it was made for, however much runs beside it', async () => {
  const { told, telemetry } = stage();
  const request = (name: string) =>
    telemetry.within(`00-${name}`, async () => {
      await sleep(Math.random() * 5);
      telemetry.called(CALL);
    });
  await Promise.all([request('a'), request('b')]);
  telemetry.called(CALL);
  await telemetry.flush();
  expect(told.map((one) => String(one)).sort()).toEqual(['flush', 'read,', 'read,00-a', 'read,00-b']);
});

it('what waits is limited', async () => {
  const { told, telemetry } = stage();
  for (let index = 0; index < 5000; index += 1) telemetry.called(CALL);
  await telemetry.flush();
  expect(told).toHaveLength(1001);
});

it('a client that cannot be loaded disturbs nobody', async () => {
  const telemetry = deferredTelemetry(() => Promise.reject(new Error('no such file')), 1);
  telemetry.answered();
  await sleep(10);
  telemetry.called(CALL);
  await expect(telemetry.flush()).resolves.toBeUndefined();
});

it('without a connection string there is none at all', async () => {
  expect(telemetryOn(undefined)).toBe(noDeferredTelemetry);
  const { telemetry, told } = stage();
  await telemetry.flush();
  expect(told).toEqual([]);
  expect(noDeferredTelemetry.within('00-a', () => 1)).toBe(1);
});
