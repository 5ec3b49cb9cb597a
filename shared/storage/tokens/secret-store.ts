/** The embedded vault: secrets as documents, for a machine without Key Vault. Its file is as secret as the vault. */

import type { Secret, SecretStore, Tags } from '../../tokens/token-stores.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';

const PARTITION = 'vault';
const TYPE = 'secret';

/** Each version is a document for ever; a pointer names the current one. @param now milliseconds since the epoch */
export function secretStore(documents: DocumentStore, now: () => number): SecretStore {
  return {
    async get(name, version) {
      const current = version === undefined ? await documents.read(PARTITION, pointerId(name)) : undefined;
      const wanted = version ?? (current && String(current.version));
      if (wanted === undefined) return undefined;
      const document = await documents.read(PARTITION, versionId(name, wanted));
      return document && secretOf(document);
    },

    async set(name, value, tags) {
      for (;;) {
        const current = await documents.read(PARTITION, pointerId(name));
        const version = String(Number(current?.version ?? 0) + 1);
        const createdAt = new Date(now()).toISOString();
        const id = versionId(name, version);
        const document = { id, type: TYPE, value, version, createdAt, tags: { ...tags } };
        const pointer = { id: pointerId(name), type: TYPE, version };
        // Two writers at once: the second finds its version taken and adds the next one.
        const { ok } = await documents.batch(PARTITION, [
          { kind: 'create', document },
          { kind: 'upsert', document: pointer },
        ]);
        if (ok) return { value, version, tags };
      }
    },

    async list(prefix) {
      const all = await everyDocument(documents, PARTITION, ofType(TYPE));
      const versions = new Map(all.map((document) => [document.id, document]));
      return all
        .filter(({ id, value }) => value === undefined && id.startsWith(pointerId(prefix)))
        .map(({ id, version }) => {
          const name = id.slice(pointerId('').length);
          const current = versions.get(versionId(name, String(version)));
          return { name, tags: tagsOf(current?.tags), createdAt: String(current?.createdAt ?? '') };
        });
    },
  };
}

const pointerId = (name: string): string => `s.${name}`;
const versionId = (name: string, version: string): string => `s.${name}.${version}`;

const secretOf = ({ value, version, tags }: StoredDocument): Secret => ({
  value: String(value),
  version: String(version),
  tags: tagsOf(tags),
});

const tagsOf = (tags: unknown): Tags =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [name, String(value)]));
