/**
 * What a quiet account notices of a loud one on the same instance: lookups at the rate that Microsoft asks of an endpoint,
 * while the other account sends as many requests as are answered.
 */

import { USER_SCHEMA } from '../entra/client/bodies.ts';
import type { Connection } from '../terminal/token.ts';
import { figuresOf, type LookupFigures, lookupsUntil } from './interference.ts';
import { answerOf, drive, measurementOf } from './load.ts';

/** As many as the host in Azure lets in at once (host.json). */
const CONNECTIONS = 100;

export interface Fairness extends LookupFigures {
  /** Requests of the loud account that were answered. */
  readonly perSecond: number;
}

/** @param loud sends pages of 100 of its users; @param quiet may be empty */
export async function fairness(loud: Connection, quiet: Connection, seconds: number): Promise<Fairness> {
  const user = await answerOf(quiet, {
    method: 'POST',
    path: '/Users',
    body: JSON.stringify({ schemas: [USER_SCHEMA], userName: 'quiet@example.com' }),
  });
  const { id }: { id: string } = JSON.parse(user.body);
  const page = { method: 'GET', path: '/Users?count=100' } as const;
  const driven = drive(loud, () => () => page, { seconds }, CONNECTIONS);
  const lookups = await lookupsUntil(driven, quiet, [id]);
  return { perSecond: measurementOf([await driven]).perSecond, ...figuresOf(lookups) };
}
