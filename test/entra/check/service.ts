/** The served endpoint that a check runs against, directly or through a proxy with a fault. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCheck } from '../../../entra/check/check.ts';
import type { CheckReport } from '../../../entra/check/report.ts';
import { requireBundle, startServe } from '../../serve-process.ts';
import { type Fault, type Replied, startFaultyProxy } from './faulty-proxy.ts';

export interface Service {
  readonly connection: { readonly baseUrl: string; readonly token: string };
  readonly file: string;
  readonly checkThrough: (fault: Fault) => Promise<CheckReport>;
  /** How many resources stand there. */
  readonly count: (endpoint: 'Users' | 'Groups') => Promise<number>;
  readonly stop: () => Promise<void>;
}

export async function startService(): Promise<Service> {
  requireBundle();
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  const served = startServe({ PORT: '0', DATA_DIR: folder });
  await served.ready();
  const file = join(folder, 'connection.json');
  const connection: Service['connection'] = JSON.parse(readFileSync(file, 'utf8'));
  const stop = async () => {
    served.child.kill('SIGTERM');
    await served.exit;
    rmSync(folder, { recursive: true });
  };
  const checkThrough = async (fault: Fault) => {
    const proxy = await startFaultyProxy(connection.baseUrl, fault);
    try {
      return await runCheck({ ...connection, baseUrl: proxy.baseUrl });
    } finally {
      await proxy.close();
    }
  };
  const count = async (endpoint: string) => {
    const headers = { Authorization: `Bearer ${connection.token}` };
    const response = await fetch(`${connection.baseUrl}/${endpoint}?count=0`, { headers });
    return JSON.parse(await response.text()).totalResults;
  };
  return { connection, file, checkThrough, count, stop };
}

/** Depends on the machine that the test runs on. */
export const SLOW = '99 of 100 answers within 1 s';

export const named = ({ results }: CheckReport, outcome: string, level?: string): string[] =>
  results
    .filter((one) => one.outcome === outcome && (level === undefined || one.level === level))
    .map(({ name }) => name);

export const reply = (status: number, body: unknown): Replied => ({
  status,
  type: 'application/scim+json',
  body: JSON.stringify(body),
});
