/** A token is replaced without a gap: the old one goes when the new one has come from Entra. It may be left and gone on with. */

import type { Refused } from '../../api/manage.ts';
import type { Token } from '../../api/manage-api.ts';
import { Dialog, Time } from '../../parts/controls.tsx';
import { Failure } from '../../parts/states.tsx';
import { type Step, Steps } from '../../parts/steps.tsx';
import { useRefresh } from '../../parts/use-refresh.ts';

const TITLES = ['Generate the new token', 'Enter it in Entra ID', 'Revoke the old token'] as const;

/** How many steps are done. */
function doneOf(old: Token, next: Token | undefined): number {
  if (old.status === 'revoked') return 3;
  if (!next || next.status === 'expired') return 0;
  return next.lastUsedAt ? 2 : 1;
}

export function Rotate({
  tokens,
  tokenId,
  failure,
  reload,
  onGenerate,
  onRevoke,
  onClose,
}: {
  tokens: readonly Token[];
  tokenId: string;
  failure: Refused | undefined;
  reload: () => void;
  onGenerate: () => void;
  onRevoke: () => void;
  onClose: () => void;
}) {
  const old = tokens.find((token) => token.tokenId === tokenId);
  const next = tokens.find((token) => token.tokenId === old?.replacedBy);
  const done = old ? doneOf(old, next) : 0;
  useRefresh(reload, done === 1 ? 3 : undefined);
  if (!old) return null;
  const contents = [
    done === 0 && <Begin onGenerate={onGenerate} />,
    next && done > 0 && <Use next={next} isWaiting={done === 1} onGenerate={onGenerate} />,
    done === 2 && <End old={old} onRevoke={onRevoke} />,
  ];
  const steps = TITLES.map((title, index): Step => {
    const state = index < done ? 'done' : index === done ? 'current' : 'open';
    return { title, state, content: contents[index] };
  });
  return (
    <Dialog title={`Rotate ${old.label}`} onClose={onClose}>
      <Steps steps={steps} />
      {failure && <Failure failure={failure} />}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {done === 3 ? 'Close' : done === 0 ? 'Keep it as it is' : 'Go on later'}
        </button>
      </div>
    </Dialog>
  );
}

const Begin = ({ onGenerate }: { onGenerate: () => void }) => (
  <>
    <p>It gets the same label and is shown once. The old one works until you revoke it.</p>
    <button type="button" class="primary" onClick={onGenerate}>
      Generate the new token
    </button>
  </>
);

/** Its text changes while somebody waits: a screen reader says so. */
const Use = ({
  next,
  isWaiting,
  onGenerate,
}: {
  next: Token;
  isWaiting: boolean;
  onGenerate: () => void;
}) => (
  <>
    {isWaiting && <p>Replace the Secret Token, press Test Connection, and save.</p>}
    <p role="status">
      {next.lastUsedAt ? (
        <>
          The new token was first used <Time at={next.firstUsedAt ?? next.lastUsedAt} />.
        </>
      ) : (
        <span class="waiting">Waiting for the first request with the new token.</span>
      )}
    </p>
    {isWaiting && (
      <button type="button" class="quiet" onClick={onGenerate}>
        The new token is lost: generate another
      </button>
    )}
  </>
);

const End = ({ old: { lastUsedAt }, onRevoke }: { old: Token; onRevoke: () => void }) => (
  <>
    <p>
      {lastUsedAt && (
        <>
          It was last used <Time at={lastUsedAt} />.{' '}
        </>
      )}
      Whoever still uses it is refused within 60 seconds.
    </p>
    <button type="button" class="danger" onClick={onRevoke}>
      Revoke the old token
    </button>
  </>
);
