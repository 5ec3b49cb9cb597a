/** A service whose account's fields are changed while it runs. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import type { Account, AccountStore } from '../../shared/accounts/account.ts';
import {
  type ChangeFieldsOptions,
  changeFields,
  type FieldsChange,
} from '../../shared/accounts/change-fields.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { fieldUsage } from '../../shared/storage/accounts/field-usage.ts';
import { type Answer, openService, type Service } from '../service.ts';
import { memoryStores } from '../stores.ts';

export const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';

export interface FieldStage extends Service {
  readonly accounts: AccountStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Changes the fields in another process, and lets the time pass after which every instance knows. */
  change(fields: unknown, options?: ChangeFieldsOptions): Promise<FieldsChange>;
  /** Creates a user with these values. @returns its id */
  user(userName: string, values?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Sets or removes one value by PATCH. */
  patch(id: string, ...operations: readonly unknown[]): Promise<Answer>;
}

export async function openFieldStage(
  account: Partial<Account> = {},
  stores: Stores = memoryStores(),
): Promise<FieldStage> {
  let time = Date.UTC(2026, 0, 1);
  const now = () => time;
  const service = await openService(account, stores, now);
  const accounts = accountStore(stores.accounts, now);
  const usage = fieldUsage(stores.resources);
  return {
    ...service,
    accounts,
    now,
    async change(fields, options = { confirm: true }) {
      const changed = await changeFields({ accounts, usage, now }, 'AcDemo', fields, options);
      time += 60_000;
      return changed;
    },
    async user(userName, values) {
      const body = values ? { userName, [KF]: values } : { userName };
      const { status, json } = await service.call('POST', '/Users', body);
      expect([status, json]).toEqual([201, expect.anything()]);
      return String((json as { id: string }).id);
    },
    patch: (id, ...operations) =>
      service.call('PATCH', `/Users/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: operations,
      }),
  };
}
