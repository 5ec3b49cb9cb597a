/** What both logs are given. */

import type { Query } from '../../api/manage.ts';

export interface LogProps {
  readonly account: string;
  readonly asked: Readonly<Record<string, string>>;
  /** The address with other filters; without a cursor it begins with the newest entries. */
  readonly href: (change: Query) => string;
  readonly onChange: (change: Query) => void;
}
