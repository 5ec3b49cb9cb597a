/** The secret store on Azure Key Vault. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyVaultSecret, SecretProperties } from '@azure/keyvault-secrets';
import type { Secret, SecretStore, SecretSummary } from '../token-stores.ts';
import { type KeyVault, keyVaultClient, NoAnswer, VaultStatus } from './key-vault-client.ts';
import { isAbsent, isGone, isPassing, secretStoreError, TIMED_OUT } from './key-vault-failure.ts';

export interface KeyVaultOptions extends KeyVault {
  /** Milliseconds until a request counts as lost. */
  readonly timeout?: number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** Told of every attempt, repeated ones included. */
  readonly onRequest?: (request: VaultRequest) => void;
}

type RequestKind = 'get' | 'set' | 'list' | 'delete';

export interface VaultRequest {
  readonly kind: RequestKind;
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  readonly milliseconds: number;
}

/** Milliseconds before the only repetition. */
const PAUSE_BEFORE_RETRY = 200;

export function keyVaultStore(options: KeyVaultOptions): SecretStore {
  const client = keyVaultClient(options);
  const { timeout = 4000, wait = sleep, onRequest } = options;

  async function twice<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await wait(PAUSE_BEFORE_RETRY);
      return run();
    }
  }

  /** One attempt, told of. */
  async function attempt<Result>(
    kind: RequestKind,
    send: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const started = performance.now();
    const tell = (status: number | undefined) =>
      onRequest?.({ kind, status, milliseconds: performance.now() - started });
    try {
      const result = await within(timeout, send);
      tell(200);
      return result;
    } catch (error) {
      tell(error instanceof VaultStatus ? error.status : undefined);
      throw error;
    }
  }

  const ask = <Result>(kind: RequestKind, send: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    twice(() => attempt(kind, send));

  /** From its beginning: the SDK's walk over pages does not survive a failure. */
  async function everySecret(): Promise<SecretProperties[]> {
    const pages = client.listPropertiesOfSecrets().byPage()[Symbol.asyncIterator]();
    const found: SecretProperties[] = [];
    for (;;) {
      const { done, value } = await attempt('list', () => pages.next());
      if (done) return found;
      found.push(...value);
    }
  }

  return {
    async get(name, version) {
      const wanted = version === undefined ? {} : { version };
      try {
        return readSecret(
          await ask('get', (abortSignal) => client.getSecret(name, { ...wanted, abortSignal })),
        );
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw secretStoreError('get', error);
      }
    },

    async set(name, value, tags) {
      try {
        // Repeated after a lost answer it makes two versions of one value, which does no harm.
        return readSecret(
          await ask('set', (abortSignal) =>
            client.setSecret(name, value, { tags: { ...tags }, abortSignal }),
          ),
        );
      } catch (error) {
        throw secretStoreError('set', error);
      }
    },

    async list(prefix) {
      try {
        const found = await twice(everySecret);
        return found.filter(({ name }) => startsWith(name, prefix)).map(summaryOf);
      } catch (error) {
        throw secretStoreError('list', error);
      }
    },

    async remove(name) {
      try {
        // The SDK asks at once whether it is done, which the vault may deny for a while: that is not waited for.
        await ask('delete', (abortSignal) => client.beginDeleteSecret(name, { abortSignal }));
      } catch (error) {
        if (!isGone(error)) throw secretStoreError('delete', error);
      }
    },
  };
}

/** The SDK's own limits end neither a sign-in nor a wait of its policies. */
async function within<Result>(
  timeout: number,
  send: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const signal = AbortSignal.timeout(timeout);
  const expiry = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new NoAnswer(TIMED_OUT)), { once: true });
  });
  return Promise.race([send(signal), expiry]);
}

/** The vault ignores case in names. */
const startsWith = (name: string, prefix: string): boolean =>
  name.toLowerCase().startsWith(prefix.toLowerCase());

function readSecret({ value, properties: { version, tags } }: KeyVaultSecret): Secret {
  if (value === undefined || !version) throw new NoAnswer('incomplete');
  return { value, version, tags: tags ?? {} };
}

const summaryOf = ({ name, tags, createdOn }: SecretProperties): SecretSummary => ({
  name,
  tags: tags ?? {},
  createdAt: createdOn?.toISOString() ?? '',
});
