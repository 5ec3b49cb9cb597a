/** The mappings that a new Entra application has, and what becomes of them. */

import { isKnown } from '../../scim/filter/bind-path.ts';
import { parsePath } from '../../scim/filter/parse.ts';
import { strict } from '../../scim/policy.ts';
import { groupType, userType } from '../../scim/schema/core-types.ts';
import { typeNamed } from '../../scim/schema/resource-type.ts';
import { ENTERPRISE_USER } from '../field.ts';
import { type DefaultRow, direct } from './rows.ts';

const plainTarget = { type: 'String', required: false, multiValued: false, exactCase: true } as const;

export const changedForUsers: readonly DefaultRow[] = [
  {
    ...plainTarget,
    target: 'emails[type eq "work"].value',
    required: true,
    exactCase: false,
    source: direct('userPrincipalName'),
  },
  {
    ...plainTarget,
    target: 'active',
    type: 'Boolean',
    exactCase: false,
    source: { mappingType: 'Expression', attribute: 'IsSoftDeleted', expression: 'Not([IsSoftDeleted])' },
  },
  { ...plainTarget, target: 'externalId', source: direct('objectId') },
  { ...plainTarget, target: 'title', source: direct('jobTitle'), shownAs: 'Designation' },
];

export const groupMappings: readonly DefaultRow[] = [
  { ...plainTarget, target: 'displayName', required: true, source: direct('displayName') },
  { ...plainTarget, target: 'externalId', source: direct('objectId') },
  {
    ...plainTarget,
    target: 'members',
    type: 'Reference',
    multiValued: true,
    exactCase: false,
    referencedObject: ENTERPRISE_USER,
    source: direct('members'),
  },
];

/** What Entra maps for users by default. */
export const mappedForUsers: readonly (readonly [target: string, source: string])[] = [
  ['userName', 'userPrincipalName'],
  ['displayName', 'displayName'],
  ['name.givenName', 'givenName'],
  ['name.familyName', 'surname'],
  ['name.formatted', 'Join(" ", [givenName], [surname])'],
  ['preferredLanguage', 'preferredLanguage'],
  ['emails[type eq "other"].value', 'proxyAddresses'],
  ['phoneNumbers[type eq "work"].value', 'telephoneNumber'],
  ['phoneNumbers[type eq "mobile"].value', 'mobile'],
  ['phoneNumbers[type eq "fax"].value', 'facsimileTelephoneNumber'],
  ['addresses[type eq "work"].formatted', 'physicalDeliveryOfficeName'],
  ['addresses[type eq "work"].streetAddress', 'streetAddress'],
  ['addresses[type eq "work"].locality', 'city'],
  ['addresses[type eq "work"].region', 'state'],
  ['addresses[type eq "work"].postalCode', 'postalCode'],
  ['addresses[type eq "work"].country', 'country'],
  ['addresses[type eq "other"].formatted', 'physicalDeliveryOfficeName'],
  [`${ENTERPRISE_USER}:employeeNumber`, 'employeeId'],
  [`${ENTERPRISE_USER}:department`, 'department'],
  [`${ENTERPRISE_USER}:manager`, 'manager'],
];

/** Whether Entra's attribute has several values. */
export const isList = (source: string): boolean => source === 'proxyAddresses';

const types = [userType([]), groupType];

/** Whether every account has this target; undefined when it is not an attribute path (RFC 7644 §3.5.2). */
export function isCore(resourceType: string, target: string): boolean | undefined {
  const type = typeNamed(types, resourceType);
  try {
    return isKnown(type, parsePath(target, strict));
  } catch {
    return undefined;
  }
}
