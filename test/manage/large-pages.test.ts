import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const USERS = 24;
const CERTIFICATES = Array.from({ length: 15 }, (_, index) => ({
  value: `${String.fromCharCode(65 + index)}AAA`.repeat(12_500),
}));

it.each(STORES)('a table of large users comes in shorter pages, each user once (%s)', async (_name, open) => {
  const console = await openConsole({ stores: open });
  const token = await console.issueScimToken();
  for (let index = 0; index < USERS; index += 1) {
    const body = { userName: `u${index}`, x509Certificates: CERTIFICATES };
    await console.scim('users', 'POST', '/Users', token, body);
  }
  for (const search of ['', '&search=u']) {
    const met: unknown[] = [];
    while (met.length < USERS) {
      const path = `/accounts/AcDemo/users?startIndex=${met.length + 1}&count=500${search}`;
      const { json } = await console.call('GET', path);
      expect(json.totalResults).toBe(USERS);
      const users = json.users as { userName: string }[];
      expect(users.length).toBeGreaterThan(0);
      met.push(...users.map(({ userName }) => userName));
    }
    expect(met).toEqual(Array.from({ length: USERS }, (_, index) => `u${index}`));
  }
});
