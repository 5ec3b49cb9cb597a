/** What every adapter of the secret port must do. It goes through the port only, so it runs on any of them. */

import type { SecretStore } from '../../shared/tokens/token-stores.ts';

/** @param open gives a fresh, empty store for each check; `now` in milliseconds since the epoch */
export function describeSecretStore(name: string, open: (now: () => number) => SecretStore): void {
  describe(`${name} as a secret store`, () => {
    let time = 0;
    let secrets: SecretStore;

    beforeEach(() => {
      time = Date.UTC(2026, 0, 1);
      secrets = open(() => time);
    });

    it('a secret that was never set is undefined, whatever the version', async () => {
      expect(await secrets.get('nothing')).toBeUndefined();
      await secrets.set('something', 'value', {});
      const { version } = await secrets.set('another', 'value', {});
      expect(await secrets.get('nothing', version)).toBeUndefined();
      expect(await secrets.get('something', 'f'.repeat(32))).toBeUndefined();
    });

    it('gives back what was set: value, version and tags', async () => {
      const tags = { label: 'Entra “production” 🔑', creator: 'ann@example.com' };
      const value = JSON.stringify({ text: 'zwölf\n"x"', none: null });
      const set = await secrets.set('name', value, tags);
      expect(set).toEqual({ value, version: expect.stringMatching(/./), tags });
      expect(await secrets.get('name')).toEqual(set);
      expect(await secrets.get('name', set.version)).toEqual(set);
    });

    it('a new version becomes the current one, and the old one stays to be had by its name', async () => {
      const first = await secrets.set('name', 'one', { label: 'first' });
      const second = await secrets.set('name', 'two', { label: 'second' });
      expect(second.version).not.toBe(first.version);
      expect(await secrets.get('name')).toEqual(second);
      expect(await secrets.get('name', first.version)).toEqual(first);
    });

    it('parallel writes of one secret are all kept as versions', async () => {
      const values = Array.from({ length: 10 }, (_, index) => `value ${index}`);
      const set = await Promise.all(values.map((value) => secrets.set('name', value, {})));
      expect(new Set(set.map(({ version }) => version)).size).toBe(10);
      for (const { value, version } of set) {
        expect((await secrets.get('name', version))?.value).toBe(value);
      }
      expect(values).toContain((await secrets.get('name'))?.value);
    });

    it('a list has the names, tags and instants of the current versions, and no value', async () => {
      await secrets.set('scim-token-Ac-1', 'hidden value', { label: 'old' });
      time += 60_000;
      await secrets.set('scim-token-Ac-1', 'hidden value', { label: 'new' });
      await secrets.set('scim-token-Ac-2', 'hidden value', {});
      const listed = [...(await secrets.list('scim-token-Ac-'))].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(listed).toEqual([
        { name: 'scim-token-Ac-1', tags: { label: 'new' }, createdAt: '2026-01-01T00:01:00.000Z' },
        { name: 'scim-token-Ac-2', tags: {}, createdAt: '2026-01-01T00:01:00.000Z' },
      ]);
      expect(JSON.stringify(listed)).not.toContain('hidden');
    });

    it('a list has only what starts with the prefix, and all of it, however many pages that takes', async () => {
      const names = Array.from({ length: 60 }, (_, index) => `scim-token-Ac-${index}`);
      for (const name of [...names, 'scim-token-AcDemo-1', 'scim-pepper', 'scim-token-A-1']) {
        await secrets.set(name, 'value', {});
      }
      const listed = await secrets.list('scim-token-Ac-');
      expect(listed.map(({ name }) => name).sort()).toEqual([...names].sort());
      expect(await secrets.list('scim-token-Nobody-')).toEqual([]);
    });

    it('what was removed is neither found nor listed, whatever the version, and the others stay', async () => {
      const { version } = await secrets.set('scim-token-Ac-1', 'one', {});
      await secrets.set('scim-token-Ac-1', 'two', {});
      await secrets.set('scim-token-Ac-11', 'another', {});
      await secrets.remove('scim-token-Ac-1');
      expect(await secrets.get('scim-token-Ac-1')).toBeUndefined();
      expect(await secrets.get('scim-token-Ac-1', version)).toBeUndefined();
      expect((await secrets.list('scim-token-Ac-')).map(({ name }) => name)).toEqual(['scim-token-Ac-11']);
      expect(await secrets.get('scim-token-Ac-11')).toMatchObject({ value: 'another' });
    });

    it('removing what is not there, or is gone already, changes nothing', async () => {
      await secrets.remove('nothing');
      await secrets.set('name', 'value', {});
      await Promise.all([secrets.remove('name'), secrets.remove('name')]);
      await secrets.remove('name');
      expect(await secrets.get('name')).toBeUndefined();
    });

    it('takes a value of 25 KB and a tag of 256 characters', async () => {
      const value = 'x'.repeat(25 * 1024);
      const tags = { creator: 'y'.repeat(256) };
      await secrets.set('name', value, tags);
      expect(await secrets.get('name')).toMatchObject({ value, tags });
    });
  });
}
