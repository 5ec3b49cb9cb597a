/** The secrets of one vault: versions, tags, disabled and deleted secrets. Names have no case. */

import { createHash } from 'node:crypto';
import { badParameter, Refusal, VAULT_URL } from './wire.ts';

interface Version {
  readonly id: string;
  readonly value: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Seconds since the epoch, as the service counts. */
  readonly created: number;
  enabled: boolean;
}

interface Entry {
  /** As it was first written. */
  readonly name: string;
  readonly versions: Version[];
  deleted: boolean;
}

export interface NewVersion {
  readonly value: string;
  readonly tags: Readonly<Record<string, string>>;
}

export class Vault {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  set(name: string, { value, tags }: NewVersion): object {
    const entry = this.#entries.get(name.toLowerCase()) ?? { name, versions: [], deleted: false };
    if (entry.deleted) {
      const message = `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused`;
      throw new Refusal(409, 'Conflict', message, { inner: 'ObjectIsDeletedButRecoverable' });
    }
    const id = createHash('md5').update(`${name} ${entry.versions.length}`).digest('hex');
    const created = Math.floor(this.#now() / 1000);
    const version: Version = { id, value, tags, created, enabled: true };
    entry.versions.push(version);
    this.#entries.set(name.toLowerCase(), entry);
    return bundle(entry, version);
  }

  get(name: string, versionId: string): object {
    const entry = this.#entries.get(name.toLowerCase());
    const version =
      versionId === '' ? entry?.versions.at(-1) : entry?.versions.find(({ id }) => id === versionId);
    if (!entry || !version || entry.deleted) {
      throw notFound(name);
    }
    if (!version.enabled) {
      const message = 'Operation get is not allowed on a disabled secret.';
      throw new Refusal(403, 'Forbidden', message, { inner: 'SecretDisabled' });
    }
    return bundle(entry, version);
  }

  /** In order of names; `from` and the link to the next page count secrets. */
  page(from: number, rows: number): object {
    const all = [...this.#entries.values()].filter(({ deleted }) => !deleted);
    const sorted = all.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
    const next = from + rows;
    const value = sorted.slice(from, next).flatMap((entry) => {
      const current = entry.versions.at(-1);
      return current ? [item(entry, current)] : [];
    });
    const link = `${VAULT_URL}:443/secrets?api-version=7.4&$skiptoken=${next}&maxresults=${rows}`;
    return { value, nextLink: next < sorted.length ? link : null };
  }

  /** What is deleted keeps its name, and can be recovered until its time is over. */
  remove(name: string): object {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry || entry.deleted) throw notFound(name);
    entry.deleted = true;
    return this.deleted(name);
  }

  deleted(name: string): object {
    const entry = this.#entries.get(name.toLowerCase());
    const current = entry?.versions.at(-1);
    if (!entry?.deleted || !current) throw notFound(name);
    const deletedDate = Math.floor(this.#now() / 1000);
    return {
      recoveryId: `${VAULT_URL}/deletedsecrets/${entry.name}`,
      deletedDate,
      scheduledPurgeDate: deletedDate + RECOVERABLE_DAYS * 24 * 3600,
      ...item(entry, current),
    };
  }

  /** An operator's doing. */
  delete(name: string): void {
    this.#known(name).deleted = true;
  }

  recover(name: string): void {
    this.#known(name).deleted = false;
  }

  disable(name: string): void {
    for (const version of this.#known(name).versions) version.enabled = false;
  }

  #known(name: string): Entry {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new TypeError(`the vault has no ${name}`);
    return entry;
  }
}

const RECOVERABLE_DAYS = 90;

const notFound = (name: string): Refusal =>
  new Refusal(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`);

const attributes = ({ created, enabled }: Version) => ({
  attributes: {
    enabled,
    created,
    updated: created,
    recoveryLevel: 'CustomizedRecoverable',
    recoverableDays: RECOVERABLE_DAYS,
  },
});

const bundle = ({ name }: Entry, version: Version): object => ({
  id: `${VAULT_URL}/secrets/${name}/${version.id}`,
  value: version.value,
  tags: version.tags,
  ...attributes(version),
});

const item = ({ name }: Entry, version: Version): object => ({
  id: `${VAULT_URL}/secrets/${name}`,
  tags: version.tags,
  ...attributes(version),
});

const MAX_VALUE_BYTES = 25 * 1024;
const MAX_TAGS = 15;
const MAX_TAG_CHARACTERS = 256;

/** What the service demands of a new secret. */
export function newVersion(text: string): NewVersion {
  const { value, tags = {} } = parseObject(text);
  if (typeof value !== 'string') throw badParameter('The property "value" is required');
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw badParameter('Secret exceeds the maximum length of 25 KB');
  if (typeof tags !== 'object' || tags === null) throw badParameter('tags must be an object');
  const pairs = Object.entries(tags);
  if (pairs.length > MAX_TAGS) throw badParameter('Too many tags');
  if (pairs.flat().some((one) => typeof one !== 'string' || one.length > MAX_TAG_CHARACTERS)) {
    throw badParameter('A tag is too long, or no string');
  }
  return { value, tags: Object.fromEntries(pairs.map(([name, tag]) => [name, String(tag)])) };
}

function parseObject(text: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Answered like any other body that is no object.
  }
  throw badParameter('The request body is not a JSON object');
}
