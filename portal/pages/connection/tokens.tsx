/** The tokens of an account; those that were revoked are folded. */

import type { Token } from '../../api/manage-api.ts';
import { Time } from '../../parts/controls.tsx';
import { type Column, Table } from '../../parts/table.tsx';

export function Tokens({
  tokens,
  may,
  onOpen,
}: {
  tokens: readonly Token[];
  may: readonly string[];
  /** @param dialog the query that opens it */
  onOpen: (dialog: string) => void;
}) {
  const [revoked, others] = [true, false].map((isRevoked) =>
    tokens.filter(({ status }) => (status === 'revoked') === isRevoked),
  );
  const idOf = ({ tokenId }: Token) => tokenId;
  const actions = actionsOf(may, tokens, onOpen);
  return (
    <>
      {others && others.length > 0 && (
        <Table caption="Tokens" columns={[...COLUMNS(tokens), ...actions]} rows={others} idOf={idOf} />
      )}
      {revoked && revoked.length > 0 && (
        <details class="more">
          <summary>Revoked tokens: {revoked.length}</summary>
          <Table caption="Revoked tokens" columns={REVOKED} rows={revoked} idOf={idOf} />
        </details>
      )}
    </>
  );
}

const used = (at: string | null) => (at ? <Time at={at} /> : 'never');

const COLUMNS = (tokens: readonly Token[]): readonly Column<Token>[] => [
  {
    name: 'Label',
    cell: (token) => (
      <>
        <bdi>{token.label}</bdi>
        <Replacement of={token} tokens={tokens} />
      </>
    ),
  },
  {
    name: 'Status',
    cell: ({ status }) => (
      <span class={`badge ${status === 'live' ? 'good' : status === 'expiring' ? '' : 'bad'}`}>{status}</span>
    ),
  },
  { name: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: 'First used', cell: ({ firstUsedAt }) => used(firstUsedAt) },
  { name: 'Last used', cell: ({ lastUsedAt }) => used(lastUsedAt) },
  { name: 'Expires', cell: ({ expiresAt }) => used(expiresAt) },
];

const REVOKED: readonly Column<Token>[] = [
  { name: 'Label', cell: ({ label }) => <bdi>{label}</bdi> },
  { name: 'Revoked', cell: ({ revokedAt }) => revokedAt && <Time at={revokedAt} /> },
  { name: 'By', cell: ({ revokedBy }) => revokedBy },
  { name: 'Last used', cell: ({ lastUsedAt }) => used(lastUsedAt) },
];

/** A rotation that was begun and is not finished: the old token lives. */
function Replacement({ of: { replacedBy }, tokens }: { of: Token; tokens: readonly Token[] }) {
  const next = tokens.find(({ tokenId }) => tokenId === replacedBy);
  if (!next) return null;
  return (
    <small class="below">
      {next.lastUsedAt ? (
        <>
          replaced: the new one has been in use since <Time at={next.firstUsedAt ?? next.lastUsedAt} />
        </>
      ) : (
        'being replaced: the new one is not in use yet'
      )}
    </small>
  );
}

function actionsOf(
  may: readonly string[],
  tokens: readonly Token[],
  onOpen: (dialog: string) => void,
): readonly Column<Token>[] {
  const offered = [
    ['rotateToken', 'rotate'],
    ['revokeToken', 'revoke'],
  ].filter(([operation = '']) => may.includes(operation));
  if (offered.length === 0) return [];
  const labelOf = (dialog: string, { replacedBy }: Token) => {
    const isBegun = dialog === 'rotate' && tokens.some(({ tokenId }) => tokenId === replacedBy);
    return isBegun ? 'Continue' : dialog === 'rotate' ? 'Rotate' : 'Revoke';
  };
  const cell = (token: Token) =>
    offered.map(([operation, dialog = '']) => (
      <button
        key={operation}
        type="button"
        class="quiet"
        onClick={() => onOpen(`${dialog}=${token.tokenId}`)}
      >
        {labelOf(dialog, token)}
      </button>
    ));
  return [{ name: 'Actions', cell }];
}
