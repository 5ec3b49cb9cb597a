/** Asks whether a token may go, and says whom that concerns. */

import type { Refused } from '../../api/manage.ts';
import type { Token } from '../../api/manage-api.ts';
import { Dialog, Time } from '../../parts/controls.tsx';
import { Failure } from '../../parts/states.tsx';

export function Revoke({
  token,
  failure,
  onRevoke,
  onClose,
}: {
  /** Undefined: not known yet, or there is none. */
  token: Token | undefined;
  failure: Refused | undefined;
  onRevoke: () => void;
  onClose: () => void;
}) {
  if (!token || token.status === 'revoked') return null;
  const { label, lastUsedAt } = token;
  return (
    <Dialog title={`Revoke ${label}`} onClose={onClose}>
      <p>Whoever uses this token is refused within 60 seconds. This cannot be undone.</p>
      <p>
        {lastUsedAt ? (
          <>
            It was last used <Time at={lastUsedAt} />. To replace it without a gap, rotate it instead.
          </>
        ) : (
          'It has not been used yet.'
        )}
      </p>
      {failure && <Failure failure={failure} />}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          Keep it as it is
        </button>
        <button type="button" class="danger" onClick={onRevoke}>
          Revoke
        </button>
      </div>
    </Dialog>
  );
}
