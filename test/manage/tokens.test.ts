import { connectedVault } from '../doubles/key-vault/index.ts';
import { memoryStores, STORES } from '../stores.ts';
import { ADMIN, openConsole } from './console.ts';

const TOKENS = '/accounts/AcDemo/tokens';
const START = Date.parse('2026-01-01T00:00:00Z');

describe.each(STORES)('the manage API on %s', (_, stores) => {
  describe('SCIM tokens', () => {
    it('the text is in the first answer only, with the content of the connection file', async () => {
      const { call, scim, lines } = await openConsole({ stores, now: () => START });
      const created = await call('POST', TOKENS, { label: 'Entra' });
      const { tokenId, token } = created.json;
      const baseUrl = 'https://scim.example.test/scim/v2/AcDemo';
      expect([created.status, created.headers.get('cache-control')]).toEqual([201, 'no-store']);
      expect(created.json).toEqual({
        tokenId,
        token,
        baseUrl,
        expiresAt: '2027-01-01T00:00:00.000Z',
        connectionFile: { baseUrl, token },
      });
      expect((await scim('users', 'GET', '/Users', String(token))).status).toBe(200);
      const list = await call('GET', TOKENS);
      expect(list.json).toMatchObject({
        tokens: [{ tokenId, label: 'Entra', createdBy: ADMIN, status: 'live', daysLeft: 365 }],
      });
      expect(list.text + JSON.stringify(lines)).not.toContain(String(token).slice(30));
    });

    it('one that never expires comes with a warning', async () => {
      const { call } = await openConsole({ stores });
      const { status, json } = await call('POST', TOKENS, { label: 'Entra', expiresAt: null });
      expect([status, json.expiresAt, json.warning]).toEqual([
        201,
        null,
        expect.stringContaining('never expires'),
      ]);
    });

    it('rotate: another one with the same label, both live until the old one is revoked', async () => {
      const { call, scim } = await openConsole({ stores });
      const old = (await call('POST', TOKENS, { label: 'Entra' })).json;
      const next = await call('POST', `${TOKENS}/${old.tokenId}/rotate`);
      expect(next.status).toBe(201);
      const opens = async ({ token }: typeof old) =>
        (await scim('users', 'GET', '/Users', String(token))).status;
      expect([await opens(old), await opens(next.json)]).toEqual([200, 200]);
      expect((await call('DELETE', `${TOKENS}/${next.json.tokenId}`)).status).toBe(204);
      expect((await call('GET', TOKENS)).json).toMatchObject({
        tokens: expect.arrayContaining([
          expect.objectContaining({ tokenId: old.tokenId, label: 'Entra', status: 'live' }),
          expect.objectContaining({
            tokenId: next.json.tokenId,
            label: 'Entra',
            status: 'revoked',
            revokedBy: ADMIN,
          }),
        ]),
      });
    });

    it('rotate takes another expiry', async () => {
      const { call } = await openConsole({ stores, now: () => START });
      const { tokenId } = (await call('POST', TOKENS, { label: 'Entra' })).json;
      const { json } = await call('POST', `${TOKENS}/${tokenId}/rotate`, {
        expiresAt: '2026-02-01T00:00:00+01:00',
      });
      expect(json.expiresAt).toBe('2026-01-31T23:00:00.000Z');
      const zoneless = await call('POST', TOKENS, { label: 'x', expiresAt: '2026-02-01T00:00:00' });
      expect(zoneless.json.expiresAt).toBe('2026-02-01T00:00:00.000Z');
    });

    it('a body counts whatever its header says, and an empty one is none', async () => {
      const { call } = await openConsole({ stores, now: () => START });
      const { tokenId } = (await call('POST', TOKENS, { label: 'Entra' })).json;
      const rotate = (body: string | Uint8Array | undefined, type: object) =>
        call('POST', `${TOKENS}/${tokenId}/rotate`, body, type);
      const bytes = new TextEncoder().encode('{"expiresAt":"2026-02-01T00:00:00Z"}');
      const untyped = await rotate(bytes, {});
      expect([untyped.status, untyped.json.expiresAt]).toEqual([201, '2026-02-01T00:00:00.000Z']);
      expect((await rotate('', { 'content-type': 'application/json' })).status).toBe(201);
      expect((await rotate('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    });

    it('a revoked one is not rotated: 409', async () => {
      const { call } = await openConsole({ stores });
      const { tokenId } = (await call('POST', TOKENS, { label: 'Entra' })).json;
      await call('DELETE', `${TOKENS}/${tokenId}`);
      const { status, json } = await call('POST', `${TOKENS}/${tokenId}/rotate`);
      expect([status, json.type]).toEqual([409, 'urn:kissflow:scim:problem:token-revoked']);
      expect((await call('GET', TOKENS)).json.tokens).toHaveLength(1);
    });

    it('the log says who made, replaced and ended which token', async () => {
      const { call, lines } = await openConsole({ stores });
      const made = (await call('POST', TOKENS, { label: 'Entra' })).json.tokenId;
      const next = (await call('POST', `${TOKENS}/${made}/rotate`)).json.tokenId;
      await call('DELETE', `${TOKENS}/${made}`);
      const who = { caller: ADMIN, account: 'AcDemo' };
      expect(lines).toMatchObject([
        { operation: 'createToken', token: made, ...who },
        { operation: 'rotateToken', token: next, ...who },
        { operation: 'revokeToken', token: made, ...who },
      ]);
    });

    it.each(['0000000000000000', 'x', '__proto__', '%2F'])('no token %j: 404', async (tokenId) => {
      const { call } = await openConsole({ stores });
      const path = `${TOKENS}/${encodeURIComponent(tokenId).replaceAll('.', '%2E')}`;
      expect([404, 405]).toContain((await call('DELETE', path)).status);
      expect((await call('POST', `${TOKENS}/0000000000000000/rotate`)).status).toBe(404);
    });

    it('an id of two dots makes the address that of the account, which is not deleted unconfirmed', async () => {
      const { call } = await openConsole({ stores });
      const { status, json } = await call('DELETE', `${TOKENS}/%2E%2E`);
      expect([status, json.code]).toEqual([409, 'needs-confirmation']);
      expect((await call('GET', '/accounts/AcDemo')).status).toBe(200);
    });

    it.each([
      ['without a label', {}, '/label'],
      ['with a label that is too long', { label: 'x'.repeat(101) }, '/label'],
      ['with a blank label', { label: '  ' }, '/label'],
      ['with a label of two lines', { label: 'a\nb' }, '/label'],
      ['that has expired already', { label: 'x', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
      ['with a day that does not exist', { label: 'x', expiresAt: '2030-02-30T00:00:00Z' }, '/expiresAt'],
      ['with an expiry of the wrong type', { label: 'x', expiresAt: 365 }, '/expiresAt'],
      ['with what is not known', { label: 'x', secret: 'mine' }, '/secret'],
    ])('a token %s: 400 that names the place', async (_title, body, pointer) => {
      const { call } = await openConsole({ stores });
      const { status, json } = await call('POST', TOKENS, body);
      expect([status, json.errors]).toEqual([400, [{ pointer, detail: expect.any(String) }]]);
      expect((await call('GET', TOKENS)).json.tokens).toEqual([]);
    });
  });
});

describe('a vault that cannot be used', () => {
  it('is no outage: the answer says what to check, and the log what the vault said', async () => {
    const { double, connect } = connectedVault();
    const { call, lines } = await openConsole({ stores: () => ({ ...memoryStores(), secrets: connect() }) });
    double.inject('get', { kind: 'status', status: 403, code: 'ForbiddenByRbac' });
    const { status, json } = await call('POST', TOKENS, { label: 'Entra' });
    expect([status, json.detail]).toEqual([
      503,
      expect.stringMatching(/role of its managed identity.+firewall/),
    ]);
    expect(lines[0]?.cause).toMatch(/^UnusableAnswer: Key Vault: get failed, status 403 ForbiddenByRbac\n/);
  });
});
