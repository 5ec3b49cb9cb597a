/** Refused requests of an account, for its provisioning log. */

import { subjectOf } from '../provisioning-log/entry-parts.ts';
import { ScimError } from '../scim/error.ts';
import { isId } from '../scim/id.ts';
import { typeAt } from '../scim/schema/resource-type.ts';
import { say } from '../scim/text.ts';
import type { Call, Methods } from './account-endpoint.ts';
import { refusalEntry } from './journal.ts';
import type { Services } from './services.ts';

/** A refused request leaves an entry in the account's provisioning log; a lookup that finds nothing is no refusal. */
export function logged(services: Services, endpoint: string, methods: Methods, id?: string): Methods {
  const wrapped = Object.entries(methods).map(([method, run]) => {
    const attempt = async (call: Call): Promise<Response> => {
      if (id !== undefined && isId(id)) call.notes.resourceId = id;
      try {
        return await run(call);
      } catch (error) {
        const lookup = method === 'GET' && error instanceof ScimError && error.status === 404;
        if (error instanceof ScimError && !lookup) await refuse(services, endpoint, call, error);
        throw error;
      }
    };
    return [method, attempt] as const;
  });
  return Object.fromEntries(wrapped);
}

async function refuse(services: Services, endpoint: string, call: Call, error: ScimError): Promise<void> {
  const { account, notes, types, request } = call;
  const type = typeAt(types, endpoint);
  const scope = { account: account.id, type };
  const nothing = { members: false, groups: false };
  const asked = notes.resourceId && (notes.disables || !notes.subject?.name) ? notes.resourceId : undefined;
  const found = asked && (await services.resources.get(scope, asked, nothing).catch(() => undefined));
  if (found && !notes.subject?.name) notes.subject = subjectOf(found.resource, type);
  const told = notes.disables && found && found.resource.active !== false ? stillActive(error) : error;
  const entry = refusalEntry(account, notes, type.name, request.method, told, services.now());
  await services.provisioningLog.refuse(account.id, entry, account.log.days);
}

/** What matters most to an administrator: somebody who should have no access has it. */
const stillActive = ({ status, code, text, scimType }: ScimError): ScimError =>
  new ScimError(status, code, say`The user is still active. ${text}`, scimType);
