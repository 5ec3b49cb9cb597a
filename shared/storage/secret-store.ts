/** The embedded vault: secrets as documents, for a machine without Key Vault. Its file is as secret as the vault. */

import type { Secret, SecretStore } from '../tokens/secret-store.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';

const PARTITION = 'vault';

export function secretStore(documents: DocumentStore): SecretStore {
  return {
    async get(name, version) {
      const wanted = version ?? (await documents.read(PARTITION, currentId(name)))?.version;
      if (wanted === undefined) return undefined;
      const document = await documents.read(PARTITION, versionId(name, String(wanted)));
      return document && secretOf(document);
    },

    async set(name, value, tags) {
      for (;;) {
        const current = await documents.read(PARTITION, currentId(name));
        const version = String(Number(current?.version ?? 0) + 1);
        const document = { id: versionId(name, version), type: 'secret', value, version, tags: { ...tags } };
        const pointer = { id: currentId(name), type: 'secret', version };
        // Two writers at once: the second finds its version taken and adds the next one.
        const { ok } = await documents.batch(PARTITION, [
          { kind: 'create', document },
          { kind: 'upsert', document: pointer },
        ]);
        if (ok) return { value, version };
      }
    },
  };
}

const currentId = (name: string): string => `s.${name}`;
const versionId = (name: string, version: string): string => `s.${name}.${version}`;

const secretOf = (document: StoredDocument): Secret => ({
  value: String(document.value),
  version: String(document.version),
});
