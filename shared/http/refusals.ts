/** Refused requests of an account, for its provisioning log. */

import { subjectOf } from '../provisioning-log/subject.ts';
import { ScimError } from '../scim/error.ts';
import { isId } from '../scim/resource/resource.ts';
import type { Call, Methods } from './account-endpoint.ts';
import { refusalEntry } from './journal.ts';
import type { Services } from './services.ts';

export type TypeName = 'User' | 'Group';

/** A refused request leaves an entry in the account's provisioning log; a lookup that finds nothing is no refusal. */
export function logged(services: Services, name: TypeName, methods: Methods, id?: string): Methods {
  const wrapped = Object.entries(methods).map(([method, run]) => {
    const attempt = async (call: Call): Promise<Response> => {
      if (id !== undefined && isId(id)) call.notes.resourceId = id;
      try {
        return await run(call);
      } catch (error) {
        const lookup = method === 'GET' && error instanceof ScimError && error.status === 404;
        if (error instanceof ScimError && !lookup) await refuse(services, name, call, error);
        throw error;
      }
    };
    return [method, attempt] as const;
  });
  return Object.fromEntries(wrapped);
}

async function refuse(services: Services, name: TypeName, call: Call, error: ScimError): Promise<void> {
  const { account, notes, types, request } = call;
  const scope = { account: account.id, type: types[name] };
  if (notes.resourceId && !notes.subject?.name) {
    const nothing = { members: false, groups: false };
    const found = await services.resources.get(scope, notes.resourceId, nothing).catch(() => undefined);
    notes.subject = subjectOf(found?.resource, name);
  }
  const entry = refusalEntry(account, notes, name, request.method, error, services.now());
  await services.provisioningLog.refuse(account.id, entry, account.log.days);
}
