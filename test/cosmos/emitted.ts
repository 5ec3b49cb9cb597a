/** For the last test of a suite: every query that its doubles were asked has a shape of the table. */

import type { LoggedRequest } from '../doubles/cosmos/index.ts';
import { SHAPES } from './shapes.ts';

/** What tests themselves ask, to see all that is stored. */
const OF_TESTS = 'SELECT TOP n * FROM c ORDER BY c["id"]';

const listed = new Set(SHAPES.map(({ container, sql }) => `${container}: ${sql}`));

export interface Emitted {
  /** An option of the double. */
  seen(request: LoggedRequest): void;
  /** Shapes that are not in the table. */
  unlisted(): string[];
}

export function emittedShapes(): Emitted {
  const emitted = new Set<string>();
  return {
    seen({ kind, path, shape = '' }) {
      const [, , , , container = ''] = path.split('/');
      if (kind === 'query' && shape !== OF_TESTS) emitted.add(`${container}: ${shape}`);
    },
    unlisted: () => [...emitted].filter((one) => !listed.has(one)),
  };
}
