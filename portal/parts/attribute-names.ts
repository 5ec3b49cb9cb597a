/** What attributes are called by people. */

import type { FieldList } from '../api/manage-api.ts';
import { wordsOf } from './words.ts';

const NAMES: Readonly<Record<string, string>> = {
  title: 'Designation',
  active: 'Status',
  userName: 'User name',
  emails: 'E-mail',
  phoneNumbers: 'Phone',
  ims: 'Instant messenger',
  photos: 'Photo',
  addresses: 'Address',
  entitlements: 'Entitlement',
  roles: 'Role',
  x509Certificates: 'Certificate',
  formatted: 'Full name',
};

/** @param path as SCIM and the log have it; a field of the account is called by its name */
export function attributeName(path: string, fields: FieldList['fields']): string {
  const name = path.slice(path.lastIndexOf(':') + 1);
  if (path.includes(':'))
    return fields.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.name ?? name;
  return NAMES[name] ?? wordsOf(name);
}
