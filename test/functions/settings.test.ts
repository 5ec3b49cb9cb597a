import { readSettings } from '../../functions/runtime/settings.ts';

const base = { PUBLIC_BASE_URL: 'https://scim.example.com', DATA_DIR: '/data' };

describe('where the secrets are', () => {
  it('in a file of the data folder, unless KEY_VAULT_URL names a vault', () => {
    expect(readSettings(base).secrets).toEqual({ kind: 'file', file: '/data/secrets.db' });
    expect(readSettings({ ...base, KEY_VAULT_URL: '' }).secrets.kind).toBe('file');
  });

  it('in the vault, as the user-assigned identity where there is one', () => {
    const KEY_VAULT_URL = 'https://my-vault.vault.azure.net/';
    const url = 'https://my-vault.vault.azure.net';
    expect(readSettings({ ...base, KEY_VAULT_URL }).secrets).toEqual({ kind: 'key-vault', url });
    expect(readSettings({ ...base, KEY_VAULT_URL, AZURE_CLIENT_ID: 'id' }).secrets).toEqual({
      kind: 'key-vault',
      url,
      clientId: 'id',
    });
  });

  it.each([
    'my-vault',
    'http://my-vault.vault.azure.net',
    'https://my-vault.vault.azure.net/secrets',
    'https://a:b@c.d',
  ])('KEY_VAULT_URL=%s is refused by name, with an example', (KEY_VAULT_URL) => {
    expect(() => readSettings({ ...base, KEY_VAULT_URL })).toThrow(
      "KEY_VAULT_URL must be the vault's address, such as https://",
    );
  });
});
