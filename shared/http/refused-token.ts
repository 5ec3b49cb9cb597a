/**
 * A token that was good once: the likeliest reason why provisioning has stopped. Its holder is answered like
 * everybody else; the account's log and ours say which token it was.
 */

import { bearerOf } from './authenticate.ts';
import { refusalEntry } from './journal.ts';
import type { Notes } from './notes.ts';
import type { TypeName } from './refusals.ts';
import type { Services } from './services.ts';

const WHY = {
  expired: 'has expired',
  revoked: 'was revoked',
} as const;

/** Throws StoreUnavailable. */
export async function noteRefusedToken(
  services: Services,
  request: Request,
  accountId: string,
  type: TypeName,
  notes: Notes,
): Promise<void> {
  const text = bearerOf(request);
  const refused = text === undefined ? undefined : await services.tokens.refused(accountId, text);
  const account = refused && (await services.accounts.find(accountId));
  if (!account) return;
  notes.account = account.id;
  notes.tokenId = refused.tokenId;
  const detail = `The SCIM token ${refused.tokenId} ${WHY[refused.why]}: generate another one, and paste it into Entra ID (Provisioning > Admin Credentials > Secret Token).`;
  const refusal = { status: 401, scimType: undefined, detail };
  const entry = refusalEntry(notes, type, request.method, refusal, services.now());
  await services.provisioningLog.refuse(account.id, entry, account.log.days);
}
