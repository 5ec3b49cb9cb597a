/**
 * Refused requests of an account, for its provisioning log: those of a caller who may call, and those with a token that was
 * good once, which is the likeliest reason why provisioning has stopped.
 */

import { inBothViews, places } from '../kissflow/entra-views.ts';
import { subjectOf } from '../provisioning-log/entry-parts.ts';
import { reasonOf, ScimError, unauthorized } from '../scim/error.ts';
import { isId } from '../scim/id.ts';
import { typeAt } from '../scim/schema/resource-type.ts';
import { fix, say } from '../scim/text.ts';
import type { Methods, ScimCall, ScimNotes, ScimServices } from './call.ts';
import { refusalEntry } from './log-entries.ts';
import type { HttpRequest, HttpResponse } from './message.ts';
import { tokenOf } from './request.ts';

/** A refused request leaves an entry in the account's provisioning log; a lookup that finds nothing is not a refusal. */
export function loggingRefusals(
  services: ScimServices,
  endpoint: string,
  methods: Methods,
  id?: string,
): Methods {
  const wrapped = Object.entries(methods).map(([method, run]) => {
    const attempt = async (call: ScimCall): Promise<HttpResponse> => {
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

async function refuse(
  services: ScimServices,
  endpoint: string,
  call: ScimCall,
  error: ScimError,
): Promise<void> {
  const { account, notes, types, request } = call;
  const type = typeAt(types, endpoint);
  const scope = { account: account.id, type };
  const nothing = { members: false, groups: false };
  // What is not there has no name, and is not active.
  const mayBeThere = error.status !== 404 && (notes.disables || !notes.subject?.name);
  const asked = mayBeThere ? notes.resourceId : undefined;
  const found = asked && (await services.resources.get(scope, asked, nothing).catch(() => undefined));
  if (found && !notes.subject?.name) notes.subject = subjectOf(found.resource, type);
  const leavesActive = notes.disables === true && found && found.resource.active !== false;
  const told = leavesActive ? stillActive(error) : error;
  notes.activity = { refusal: reasonOf(told, false) };
  const entry = refusalEntry(account, notes, type.name, request.method, told, services.now());
  const kept = leavesActive ? { ...entry, leavesActive } : entry;
  await services.provisioningLog.refuse(account.id, kept, account.log.days);
}

/** What matters most to an administrator: a person who should have no access has it. */
const stillActive = ({ status, code, text, scimType }: ScimError): ScimError =>
  new ScimError(status, code, say`The user is still active. ${text}`, scimType);

const WHY = {
  expired: ['token-expired', 'has expired'],
  revoked: ['token-revoked', 'was revoked'],
} as const;

/**
 * The holder of the token is answered as any stranger is; the account's log and the request's line say which token it was.
 * Throws StoreUnavailable. @param endpoint that was asked for, such as `/Users`
 */
export async function noteRefusedToken(
  services: ScimServices,
  request: HttpRequest,
  accountId: string,
  endpoint: string,
  notes: ScimNotes,
): Promise<void> {
  const text = tokenOf(request);
  const refused = text === undefined ? undefined : await services.tokens.refused(accountId, text);
  const account = refused && (await services.accounts.find(accountId));
  if (!account) {
    if (text !== undefined && services.accounts.isKnown(accountId)) notes.strangerAt = accountId;
    return;
  }
  notes.account = account.id;
  notes.tokenId = refused.tokenId;
  const type = services.types(account).find((one) => one.endpoint === endpoint);
  const [code, why] = WHY[refused.why];
  const refusal = unauthorized(
    code,
    say`The SCIM token ${refused.tokenId} ${why}: ${fix`generate another one and enter it in your identity provider. In Entra ID it is the Secret Token under ${inBothViews(places.credentials)}`}.`,
  );
  notes.activity = { refusal: reasonOf(refusal, false) };
  const entry = refusalEntry(account, notes, type?.name, request.method, refusal, services.now());
  await services.provisioningLog.refuseToken(account.id, entry, account.log.days);
}
