import { servicesOn } from '../../functions/runtime/compose.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { formatToken, parseToken, randomToken } from '../../shared/tokens/token.ts';
import { sampleAccount } from '../sample-account.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

describe('RFC 6750 §3, RFC 7644 §2: a token opens one account', () => {
  const DAY = 24 * 3600 * 1000;

  async function opened() {
    const stores = memoryStores();
    let time = Date.parse('2026-01-01T00:00:00Z');
    const now = () => time;
    const service = await openService({}, stores, now);
    await accountStore(stores.accounts, now).ensure({ ...sampleAccount('reject'), id: 'AcOther' });
    return {
      service,
      pass: (milliseconds: number) => {
        time += milliseconds;
      },
    };
  }

  it('every wrong token gets the same 401 with WWW-Authenticate', async () => {
    const { service, pass } = await opened();
    const expired = await service.issueToken('AcDemo', new Date('2026-01-02T00:00:00Z'));
    expect(
      (await service.call('GET', '/Users', undefined, { authorization: `Bearer ${expired}` })).status,
    ).toBe(200);
    pass(2 * DAY);
    const foreign = await service.issueToken('AcOther');
    const known = parseToken(service.token);
    if (!known) throw new Error('the service has no token');
    const wrongSecret = formatToken({ ...known, secret: randomToken('AcDemo').secret });
    const texts: Record<string, string> = {
      none: '',
      'another scheme': 'Basic YTpi',
      'no token': 'Bearer ',
      expired: `Bearer ${expired}`,
      'another account': `Bearer ${foreign}`,
      'wrong secret': `Bearer ${wrongSecret}`,
      'never issued': `Bearer ${formatToken(randomToken('AcDemo'))}`,
      'wrong checksum': `Bearer ${service.token.slice(0, -1)}${service.token.endsWith('0') ? '1' : '0'}`,
      malformed: 'Bearer kfs_AcDemo_x',
      'far too long': `Bearer ${'k'.repeat(5000)}`,
    };
    const answers = [];
    for (const authorization of Object.values(texts)) {
      const { status, text, headers } = await service.call('GET', '/Users', undefined, { authorization });
      answers.push({ status, text, challenge: headers.get('www-authenticate') });
    }
    expect(answers[0]).toMatchObject({ status: 401, challenge: 'Bearer realm="SCIM"' });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers).toHaveLength(Object.keys(texts).length);
  });

  it('the scheme has no case; a token of an account works for that account only', async () => {
    const { service } = await opened();
    const foreign = await service.issueToken('AcOther');
    const list = (path: string, authorization: string) =>
      service.call('GET', path, undefined, { authorization });
    expect((await list('/Users', `bearer ${service.token}`)).status).toBe(200);
    expect((await list('/scim/v2/AcOther/Users', `Bearer ${foreign}`)).status).toBe(200);
    expect((await list('/scim/v2/AcOther/Users', `Bearer ${service.token}`)).status).toBe(401);
    expect((await list('/scim/v2/acdemo/Users', `Bearer ${service.token}`)).status).toBe(401);
  });

  it("two tokens, as Azure's library joins repeated headers: 401", async () => {
    const service = await openService();
    const authorization = `Bearer ${service.token}, Bearer ${service.token}`;
    expect((await service.call('GET', '/Users', undefined, { authorization })).status).toBe(401);
  });

  it('accounts do not see each other', async () => {
    const { service } = await opened();
    const foreign = { authorization: `Bearer ${await service.issueToken('AcOther')}` };
    const mine = await service.call('POST', '/Users', { userName: 'ann' });
    const id = String((mine.json as { id: string }).id);
    expect((await service.call('GET', `/scim/v2/AcOther/Users/${id}`, undefined, foreign)).status).toBe(404);
    expect((await service.call('DELETE', `/scim/v2/AcOther/Users/${id}`, undefined, foreign)).status).toBe(
      404,
    );
    expect((await service.call('POST', '/scim/v2/AcOther/Users', { userName: 'ann' }, foreign)).status).toBe(
      201,
    );
    expect((await service.call('GET', '/scim/v2/AcOther/Users', undefined, foreign)).json).toMatchObject({
      totalResults: 1,
    });
  });
});

/** The Functions host takes all headers of a request from a query parameter of this name, and a credential with them. */
describe('a query parameter that is named headers', () => {
  it.each(['headers=x', 'HEADERS=', 'count=1&Headers={"authorization":"Bearer x"}', '%68eaders=x'])(
    '?%s: 400, on every endpoint',
    async (query) => {
      const service = await openService();
      const answers = [];
      for (const path of ['/Users', '/Schemas', '/ServiceProviderConfig', '/nowhere']) {
        answers.push(await service.call('GET', `${path}?${query}`));
      }
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
      expect(answers[0]?.text).toContain('The query parameter headers is not possible');
    },
  );

  it('another one is not', async () => {
    const service = await openService();
    expect((await service.call('GET', '/Users?headersX=1&x=headers')).status).toBe(200);
  });
});

describe('the log entry of a refused token', () => {
  /** A service whose token was revoked long ago, and its clock. */
  async function refusing() {
    const stores = memoryStores();
    const before = await openService({}, stores);
    const texts = [await before.issueToken('AcDemo'), await before.issueToken('AcDemo')];
    for (const text of texts) await before.tokens.revoke('AcDemo', text.split('_')[2] ?? '', 'a test');
    const clock = { time: Date.now() + 120_000 };
    const service = await openService({}, stores, () => clock.time);
    const send = (path: string, text = '') =>
      service.call('GET', path, undefined, { authorization: `Bearer ${text}` });
    const log = servicesOn(stores, 'https://scim.example.test').provisioningLog;
    const entries = async () => (await log.query('AcDemo', { limit: 10 })).entries;
    return { texts, clock, send, entries };
  }

  it('names the resource type that was asked for, and none at an endpoint without one', async () => {
    const { texts, send, entries } = await refusing();
    await send('/Groups', texts[0]);
    await send('/Schemas', texts[1]);
    expect((await entries()).map(({ code, resourceType }) => [code, resourceType])).toEqual(
      expect.arrayContaining([
        ['token-revoked', 'Group'],
        ['token-revoked', undefined],
      ]),
    );
  });

  it('is one for an hour, with the number of requests', async () => {
    const { texts, clock, send, entries } = await refusing();
    for (let minute = 0; minute < 70; minute += 1) {
      for (let request = 0; request < 10; request += 1)
        expect((await send('/Users', texts[0])).status).toBe(401);
      clock.time += 60_000;
    }
    expect((await entries()).map(({ count }) => count)).toEqual([91, 591]);
  });
});
