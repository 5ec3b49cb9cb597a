/** How values of users are shown, in tables and as text. */

import type { FieldList } from '../api/manage-api.ts';
import { ResourceLink } from './resource.tsx';

type Field = FieldList['fields'][number];

/** Never by colour alone. */
export const Status = ({ active }: { active: boolean | undefined }) => (
  <span class={active === false ? 'badge' : 'badge good'}>{statusText(active)}</span>
);

/** A user of whom a client has not said whether it is active is active. */
export const statusText = (active: boolean | undefined): string => (active === false ? 'Disabled' : 'Active');

/** A name that consists of spaces is none: nothing could be seen, or clicked. */
export const nameOf = (one: { displayName?: string; userName?: string } = {}): string | undefined =>
  one.displayName?.trim() || one.userName;

/** A reference shows whom it means. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value !== 'object') return String(value);
  return String(nameOf(value) ?? Object(value).value ?? '');
}

/** A reference leads to the user that it means. */
export function Value({ account, type, value }: { account: string; type: Field['type']; value: unknown }) {
  const text = valueText(value);
  const { value: id, userName } = Object(value);
  if (type !== 'user' || !userName) return <bdi>{text}</bdi>;
  return (
    <ResourceLink account={account} id={String(id)}>
      {text}
    </ResourceLink>
  );
}
