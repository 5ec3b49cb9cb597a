/** The mapping guide as a page in parts: the same page as in Markdown, and when each attribute came last. */

import { demoAccount } from '../../shared/accounts/demo-account.ts';
import { ENTERPRISE_USER, extensionUrn } from '../../shared/kissflow/field.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const EXTENSION = extensionUrn('AcDemo');
const PAGE = '/accounts/AcDemo/mapping-guide/page';

interface Row {
  readonly target: string;
  readonly seen?: string;
}
interface Section {
  readonly title: string;
  readonly blocks: readonly { readonly table?: { readonly id: string; readonly rows: readonly Row[] } }[];
}

describe.each(STORES)('the page of the mapping guide on %s', (_, stores) => {
  const { fields } = demoAccount('reject');

  async function opened() {
    const console = await openConsole({ stores, account: { fields } });
    const token = await console.issueScimToken();
    const sections = async () => (await console.call('GET', PAGE)).json.sections as unknown as Section[];
    return {
      ...console,
      send: (path: '/Users' | '/Groups', body: object) =>
        console.scim(path === '/Users' ? 'users' : 'groups', 'POST', path, token, body),
      sections,
      seen: async (id: string, target: string) => {
        const tables = (await sections()).flatMap(({ blocks }) => blocks.flatMap(({ table }) => table ?? []));
        const row = tables
          .find((table) => table.id === id)
          ?.rows.find((one) => one.target.startsWith(target));
        return row?.seen;
      },
    };
  }

  it('has the sections that the Markdown has', async () => {
    const { sections, call } = await opened();
    const titles = (await sections()).map(({ title }, index) => `## ${index + 1}. ${title}`);
    const { text } = await call('GET', '/accounts/AcDemo/mapping-guide?format=markdown');
    expect(text.match(/^## .*$/gm)).toEqual(titles);
  });

  it('says when an attribute came last: in users, in groups, or refused', async () => {
    const { send, seen } = await opened();
    expect(await seen('add', `${EXTENSION}:Department`)).toBeUndefined();
    const ann = { userName: 'ann@example.com', emails: [{ type: 'work', value: 'ann@example.com' }] };
    const sent = { ...ann, [EXTENSION]: { Department: 'Sales' } };
    expect((await send('/Users', { schemas: [EXTENSION], ...sent })).status).toBe(201);
    expect(await seen('add', `${EXTENSION}:Department`)).toMatch(/^\d{4}-.*Z$/);
    expect(await seen('attributes', `${EXTENSION}:Department`)).toBe(
      await seen('add', `${EXTENSION}:Department`),
    );
    expect(await seen('change', 'emails')).toMatch(/Z$/);
    expect(await seen('change', 'title')).toBeUndefined();
    expect(await seen('groups', 'displayName')).toBeUndefined();
    await send('/Groups', { schemas: [], displayName: 'Sales' });
    expect(await seen('groups', 'displayName')).toMatch(/Z$/);
    const refused = { userName: 'bob@example.com', [ENTERPRISE_USER]: { department: 'Sales' } };
    expect((await send('/Users', { schemas: [ENTERPRISE_USER], ...refused })).status).toBe(400);
    expect(await seen('delete', `${ENTERPRISE_USER}:department`)).toMatch(/Z$/);
    expect(await seen('delete', `${ENTERPRISE_USER}:manager`)).toBeUndefined();
  });
});
