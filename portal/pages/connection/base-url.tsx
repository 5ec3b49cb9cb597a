/** Where Entra ID sends its requests, and whether it can. */

import { CopyButton } from '../../parts/controls.tsx';

export function BaseUrl({ url }: { url: string }) {
  const { protocol, hostname } = new URL(url);
  const isHere = /^(localhost|127\.|\[::1\])/.test(hostname);
  return (
    <>
      <dl class="facts">
        <dt>Base URL (in Entra: Tenant URL)</dt>
        <dd>
          <code>{url}</code> <CopyButton text={url} what="Base URL" />
        </dd>
      </dl>
      {(isHere || protocol === 'http:') && (
        <p class="notice">
          {isHere
            ? 'Entra ID cannot reach localhost: open a tunnel to this machine'
            : 'Entra ID needs https: put TLS in front'}
          , and restart the service with <code>PUBLIC_BASE_URL</code> set to the public address.
        </p>
      )}
    </>
  );
}
