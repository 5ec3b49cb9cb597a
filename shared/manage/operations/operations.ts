/** Every operation of the manage API under its operationId in the OpenAPI document. */

import { json, type ManageOperation } from '../contract/call.ts';
import { openapi } from '../contract/openapi-document.ts';
import {
  changeAccount,
  createAccount,
  getAccount,
  getFields,
  listAccounts,
  replaceFields,
} from './accounts.ts';
import { exportAccount, importAccount } from './archive.ts';
import { checkConnection } from './connection-check.ts';
import { deleteAccount } from './deletion.ts';
import { createDemoData } from './demo-data.ts';
import { getGroup, getUser } from './details.ts';
import { explainUser } from './explanation.ts';
import { getFieldUsage, listFieldTypes } from './field-views.ts';
import { getAdministratorsLog, getLog } from './logs.ts';
import { getMappingGuide, getMappingGuidePage, mergeGraphSchema } from './mapping-guide.ts';
import { listMembers } from './members.ts';
import { listGroups, listUsers } from './people.ts';
import { createSignInCode, getMe, getSignIn, signIn, signOut } from './sign-in.ts';
import { getStatus } from './status.ts';
import { createToken, listTokens, revokeToken, rotateToken } from './tokens.ts';

export const operations: Readonly<Record<string, ManageOperation>> = {
  getOpenApi: async () => json(200, openapi),
  getSignIn,
  signIn,
  signOut,
  createSignInCode,
  getMe,
  listFieldTypes,
  listAccounts,
  createAccount,
  getAccount,
  changeAccount,
  deleteAccount,
  getStatus,
  checkConnection,
  getFields,
  replaceFields,
  getFieldUsage,
  listTokens,
  createToken,
  rotateToken,
  revokeToken,
  getMappingGuide,
  getMappingGuidePage,
  mergeGraphSchema,
  listUsers,
  getUser,
  listGroups,
  getGroup,
  listMembers,
  getLog,
  getAdministratorsLog,
  explainUser,
  exportAccount,
  importAccount,
  createDemoData,
};
