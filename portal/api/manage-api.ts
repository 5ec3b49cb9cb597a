/** What the portal knows of the service: types, made from the OpenAPI document. */

export type * from '../../shared/manage/contract/manage-api.ts';
