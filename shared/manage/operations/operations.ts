/** Every operation of the manage API under its operationId in the OpenAPI document. */

import { json, type Operation } from '../call.ts';
import { openapi } from '../openapi-document.ts';
import { changeAccount, createAccount, getAccount, listAccounts } from './accounts.ts';
import { exportAccount, importAccount } from './archive.ts';
import { getFields, replaceFields } from './fields.ts';
import { getLog } from './log.ts';
import { getMappingGuide, mergeGraphSchema } from './mapping-guide.ts';
import { listGroups, listUsers } from './people.ts';
import { createToken, listTokens, revokeToken, rotateToken } from './tokens.ts';

export const operations: Readonly<Record<string, Operation>> = {
  getOpenApi: async () => json(200, openapi),
  listAccounts,
  createAccount,
  getAccount,
  changeAccount,
  getFields,
  replaceFields,
  listTokens,
  createToken,
  rotateToken,
  revokeToken,
  getMappingGuide,
  mergeGraphSchema,
  listUsers,
  listGroups,
  getLog,
  exportAccount,
  importAccount,
};
