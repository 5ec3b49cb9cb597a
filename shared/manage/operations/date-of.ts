/** RFC 3339 date-times of a body or a query, which were found valid; one without a zone is in UTC, as in SCIM. */

import { instant } from '../../scim/resource/compare.ts';

export const dateOf = (text: string): Date => new Date(instant(text) ?? Number.NaN);
