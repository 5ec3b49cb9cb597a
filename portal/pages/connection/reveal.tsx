/** A new token, shown once: closed, it is in no memory of the page. */

import { useEffect, useState } from 'preact/hooks';
import type { CreatedToken } from '../../api/manage-api.ts';
import { CopyButton, Dialog } from '../../parts/controls.tsx';
import { saveFile } from '../../parts/save-file.ts';

export function Reveal({ created, onClose }: { created: CreatedToken; onClose: () => void }) {
  const { token, baseUrl, connectionFile, warning } = created;
  const [isShown, setShown] = useState(false);
  const [isStored, setStored] = useState(false);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (!isStored) window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isStored]);
  const download = () => {
    const text = `${JSON.stringify(connectionFile, null, 2)}\n`;
    saveFile('connection.json', new Blob([text], { type: 'application/json' }));
    setStored(true);
  };
  const close = () => (isStored || isAsking ? onClose() : setAsking(true));
  return (
    <Dialog title="Your new token" onClose={close}>
      <p>The token is shown only once. Enter both in Entra, or store the file where only you can read it.</p>
      <dl class="facts">
        <dt>Base URL</dt>
        <dd>
          <code>{baseUrl}</code> <CopyButton text={baseUrl} what="Base URL" />
        </dd>
        <dt>Token</dt>
        <dd>
          <code data-token>{isShown ? token : '•'.repeat(24)}</code>{' '}
          <button type="button" class="quiet" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            Show
          </button>
          <CopyButton text={token} what="token" onCopied={() => setStored(true)} />
        </dd>
      </dl>
      {warning && <p class="notice">{warning}</p>}
      {isAsking && !isStored && (
        <p class="notice" role="alert">
          You have not copied or downloaded the token. It is gone when you close this.
        </p>
      )}
      <div class="buttons">
        <button type="button" onClick={download}>
          Download JSON
        </button>
        <button type="button" class="primary" onClick={close}>
          {isAsking && !isStored ? 'Close anyway' : 'Close'}
        </button>
      </div>
    </Dialog>
  );
}
