/** Which rows of the guide are done: kept in this browser for each account. They name attributes, never a value. */

import { useState } from 'preact/hooks';

export interface Ticks {
  readonly has: (row: string) => boolean;
  readonly toggle: (row: string) => void;
}

export function useTicks(account: string): Ticks {
  const key = `kissflow-scim.guide.${account}`;
  const [rows, setRows] = useState(() => kept(key));
  return {
    has: (row) => rows.includes(row),
    toggle: (row) => {
      const next = rows.includes(row) ? rows.filter((one) => one !== row) : [...rows, row];
      setRows(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing: the ticks last as long as the page.
      }
    },
  };
}

function kept(key: string): readonly string[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}
