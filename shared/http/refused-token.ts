/**
 * A token that was good once: the likeliest reason why provisioning has stopped. Its holder is answered like
 * everybody else; the account's log and ours say which token it was.
 */

import { inBothViews, places } from '../kissflow/entra-views.ts';
import { unauthorized } from '../scim/error.ts';
import { fix, say } from '../scim/text.ts';
import { bearerOf } from './authenticate.ts';
import { refusalEntry } from './journal.ts';
import type { Notes } from './notes.ts';
import type { Services } from './services.ts';

const WHY = {
  expired: ['token-expired', 'has expired'],
  revoked: ['token-revoked', 'was revoked'],
} as const;

/** The resource type that the log names where the request was for none. */
const OTHERWISE = 'User';

/** Throws StoreUnavailable. @param endpoint that was asked for, such as `/Users` */
export async function noteRefusedToken(
  services: Services,
  request: Request,
  accountId: string,
  endpoint: string,
  notes: Notes,
): Promise<void> {
  const text = bearerOf(request);
  const refused = text === undefined ? undefined : await services.tokens.refused(accountId, text);
  const account = refused && (await services.accounts.find(accountId));
  if (!account) return;
  notes.account = account.id;
  notes.tokenId = refused.tokenId;
  const type = services.types(account).find((one) => one.endpoint === endpoint);
  const name = type?.name ?? OTHERWISE;
  const [code, why] = WHY[refused.why];
  const refusal = unauthorized(
    code,
    say`The SCIM token ${refused.tokenId} ${why}: ${fix`generate another one and enter it in your identity provider. In Entra ID it is the Secret Token under ${inBothViews(places.credentials)}`}.`,
  );
  const entry = refusalEntry(account, notes, name, request.method, refusal, services.now());
  await services.provisioningLog.refuse(account.id, entry, account.log.days);
}
