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
          Entra ID cannot reach {isHere ? 'this machine' : 'an address without https'}: put a tunnel or TLS in
          front, and start with PUBLIC_BASE_URL.
        </p>
      )}
    </>
  );
}
