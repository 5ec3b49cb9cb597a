/** What a query of a shape costs by the model of the double, and the table of docs/cosmos.md. */

import { queryCharge } from '../doubles/cosmos/charges.ts';
import { type Population, populationOf, type Reason, reasons, SHAPES, type Shape } from './shapes.ts';

/** KB of one document (docs/decisions/0006-sizes.md). */
const SIZES: Population = { group: 1, log: 0.6, membership: 0.4, reservation: 0.2, user: 3 };
const KINDS = ['group', 'log', 'membership', 'reservation', 'user'] as const;

/** @returns documents loaded, or entries passed by a count */
export const walked = (shape: Shape, there: Population): number =>
  KINDS.reduce((sum, kind) => sum + (shape.walk(there)[kind] ?? 0), 0);

export function estimate(shape: Shape, users: number): number {
  const there = populationOf(users);
  const documents = walked(shape, there);
  const loaded = shape.walk(there);
  const bytes = KINDS.reduce((sum, kind) => sum + (loaded[kind] ?? 0) * SIZES[kind] * 1024, 0);
  const isCount = shape.sql.includes('COUNT(1)') && !shape.sql.includes('{filter}');
  return isCount ? queryCharge(documents, 0, 0) : queryCharge(documents, documents, bytes);
}

/** Two digits that count. */
const rounded = (charge: number): string => Number(charge.toPrecision(2)).toLocaleString('en');

const SERVED: Readonly<Record<Reason, string>> = {
  'order without a range': '**walks** in order of `id`',
  'list that is searched': '**walks**: a list is searched',
  'nothing to seek': '**walks**: nothing to seek',
};

function servedBy({ sql, container }: Shape): string {
  const why = reasons(sql, container);
  if (why.length > 0) return why.map((reason) => SERVED[reason]).join('; ');
  if (/c\["id"\] (>|=|IN)/.test(sql)) return 'range index of `id` [1]';
  return 'equality on an indexed path [2]';
}

const row = (shape: Shape): string =>
  `| ${[
    shape.operation,
    shape.container,
    `\`${shape.sql.replaceAll('|', '\\|')}\``,
    servedBy(shape),
    ...[1000, 100_000, 1_000_000].map((users) => rounded(estimate(shape, users))),
  ].join(' | ')} |`;

/** Of docs/cosmos.md. */
export const table = (): string =>
  [
    '| operation | container | SQL | served by | RU at 1,000 users | 100,000 | 1,000,000 |',
    '|---|---|---|---|---:|---:|---:|',
    ...SHAPES.map(row),
  ].join('\n');
