/** Settings of an account as they are edited: flat, and what differs between two versions of them. */

import type { Account, AccountChange } from '../../api/manage-api.ts';

export interface Draft {
  readonly name: string;
  readonly unsupportedAttributes: Account['unsupportedAttributes'];
  readonly days: number;
  readonly values: boolean;
}

export const draftOf = ({ name, unsupportedAttributes, log }: Account): Draft => ({
  name,
  unsupportedAttributes,
  days: log.days,
  values: log.values,
});

export const NAMES: Readonly<Record<keyof Draft, string>> = {
  name: 'Name',
  unsupportedAttributes: 'Attributes that the account does not have',
  days: 'Days in the log',
  values: 'Values in the log',
};

const KEYS = ['name', 'unsupportedAttributes', 'days', 'values'] as const;

export const differing = (one: Draft, other: Draft): readonly (keyof Draft)[] =>
  KEYS.filter((key) => one[key] !== other[key]);

/** What was edited since `base`, on what is there now: what others have changed elsewhere stays. */
export const onto = (now: Draft, base: Draft, mine: Draft): Draft => ({
  ...now,
  ...Object.fromEntries(differing(base, mine).map((key) => [key, mine[key]])),
});

export function changeOf(base: Draft, mine: Draft): AccountChange {
  const { name, unsupportedAttributes, days, values } = mine;
  const changed = differing(base, mine);
  return {
    ...(changed.includes('name') ? { name } : {}),
    ...(changed.includes('unsupportedAttributes') ? { unsupportedAttributes } : {}),
    ...(changed.includes('days') || changed.includes('values') ? { log: { days, values } } : {}),
  };
}

/** As people read it. */
export function textOf(key: keyof Draft, draft: Draft): string {
  if (key === 'values') return draft.values ? 'kept' : 'not kept';
  if (key === 'unsupportedAttributes') return POLICIES[draft.unsupportedAttributes];
  return String(draft[key]);
}

export const POLICIES = {
  reject: 'Refuse the request',
  ignore: 'Save the rest',
} as const satisfies Record<Draft['unsupportedAttributes'], string>;
