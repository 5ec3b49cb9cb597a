/**
 * The ports of shared/tokens on documents: revocation markers and uses in the partition of their account,
 * secrets in a partition of their own. What a token is, and when it is valid, is decided in shared/tokens.
 */

import type {
  RevocationStore,
  Secret,
  SecretStore,
  Tags,
  TokenUse,
  TokenUsed,
} from '../../tokens/token-stores.ts';
import { everything, ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';

const REVOCATION_TYPE = 'revocation';

/** @param documents the container `accounts` */
export function revocationStore(documents: DocumentStore): RevocationStore {
  return {
    async revoke(accountId, tokenId, { at, by }) {
      const document = {
        id: revocationId(tokenId),
        type: REVOCATION_TYPE,
        tokenId,
        revokedAt: at,
        revokedBy: by,
      };
      // Refused when there is one: the first revocation counts.
      await documents.batch(accountId, [{ kind: 'create', document }]);
    },

    async isRevoked(accountId, tokenId) {
      return (await documents.read(accountId, revocationId(tokenId))) !== undefined;
    },

    async list(accountId) {
      const markers = await everyDocument(documents, accountId, {
        where: everything,
        prefix: revocationId(''),
      });
      return new Map(
        markers.map(({ tokenId, revokedAt, revokedBy }) => [
          String(tokenId),
          { at: String(revokedAt), by: String(revokedBy) },
        ]),
      );
    },
  };
}

const revocationId = (tokenId: string): string => `v.${tokenId}`;

const USE_TYPE = 'token-use';
const useId = (tokenId: string): string => `t.${tokenId}`;
/** Seconds: two days. */
const WARNING_TTL = 2 * 24 * 3600;

/** @param documents the container `activity` */
export function tokenUseStore(documents: DocumentStore): TokenUse {
  return {
    async record(accountId, tokenId, { firstUsedAt, lastUsedAt }) {
      const id = useId(tokenId);
      const patch = {
        kind: 'patch',
        id,
        set: { '/lastUsed': lastUsedAt },
        when: { type: USE_TYPE },
      } as const;
      if ((await documents.batch(accountId, [patch])).ok) return;
      const document = { id, type: USE_TYPE, tokenId, firstUsed: firstUsedAt, lastUsed: lastUsedAt };
      const { ok } = await documents.batch(accountId, [{ kind: 'create', document }]);
      // Another process had it first.
      if (!ok) await documents.batch(accountId, [patch]);
    },

    async claimWarning(accountId, tokenId, day) {
      const document = { id: `w.${tokenId}.${day}`, type: 'token-warning', ttl: WARNING_TTL };
      return (await documents.batch(accountId, [{ kind: 'create', document }])).ok;
    },

    async list(accountId) {
      const uses = await everyDocument(documents, accountId, { where: everything, prefix: useId('') });
      return new Map(uses.map((document) => [String(document.tokenId), usedIn(document)]));
    },
  };
}

/** Once it was a day, and the first use was not recorded. */
function usedIn({ firstUsed, lastUsed }: StoredDocument): TokenUsed {
  const last = String(lastUsed);
  return {
    ...(firstUsed === undefined ? {} : { firstUsedAt: String(firstUsed) }),
    lastUsedAt: last.length === DAY_LENGTH ? `${last}T00:00:00.000Z` : last,
  };
}

/** `YYYY-MM-DD`. */
const DAY_LENGTH = 10;

const VAULT_PARTITION = 'vault';
const SECRET_TYPE = 'secret';

/**
 * The embedded vault, for a machine without Key Vault; its file is as secret as a vault. Each version of a secret is a
 * document that stays; a pointer names the current one.
 * @param now milliseconds since the epoch
 */
export function secretStore(documents: DocumentStore, now: () => number): SecretStore {
  return {
    async get(name, version) {
      const current =
        version === undefined ? await documents.read(VAULT_PARTITION, pointerId(name)) : undefined;
      const wanted = version ?? (current && String(current.version));
      if (wanted === undefined) return undefined;
      const document = await documents.read(VAULT_PARTITION, versionId(name, wanted));
      return document && secretFrom(document);
    },

    async set(name, value, tags) {
      for (;;) {
        const current = await documents.read(VAULT_PARTITION, pointerId(name));
        const version = String(Number(current?.version ?? 0) + 1);
        const createdAt = new Date(now()).toISOString();
        const id = versionId(name, version);
        const document = { id, type: SECRET_TYPE, value, version, createdAt, tags: { ...tags } };
        const pointer = { id: pointerId(name), type: SECRET_TYPE, version };
        // Two writers at once: the second finds its version taken and adds the next one.
        const { ok } = await documents.batch(VAULT_PARTITION, [
          { kind: 'create', document },
          { kind: 'upsert', document: pointer },
        ]);
        if (ok) return { value, version, tags };
      }
    },

    async list(prefix) {
      const all = await everyDocument(documents, VAULT_PARTITION, { where: ofType(SECRET_TYPE) });
      const versions = new Map(all.map((document) => [document.id, document]));
      return all
        .filter(({ id, value }) => value === undefined && id.startsWith(pointerId(prefix)))
        .map(({ id, version }) => {
          const name = id.slice(pointerId('').length);
          const current = versions.get(versionId(name, String(version)));
          return { name, tags: tagsOf(current?.tags), createdAt: String(current?.createdAt ?? '') };
        });
    },

    async remove(name) {
      // The pointer goes last: after a crash the secret is still listed.
      const ofName = { where: everything, prefix: versionId(name, '') };
      for (const { id } of await everyDocument(documents, VAULT_PARTITION, ofName))
        await documents.batch(VAULT_PARTITION, [{ kind: 'delete', id }]);
      await documents.batch(VAULT_PARTITION, [{ kind: 'delete', id: pointerId(name) }]);
    },
  };
}

const pointerId = (name: string): string => `s.${name}`;
const versionId = (name: string, version: string): string => `s.${name}.${version}`;

const secretFrom = ({ value, version, tags }: StoredDocument): Secret => ({
  value: String(value),
  version: String(version),
  tags: tagsOf(tags),
});

const tagsOf = (tags: unknown): Tags =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [name, String(value)]));
