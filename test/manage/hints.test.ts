/** What to try when a list is empty. */

import {
  hintsForAdministratorsLog,
  hintsForLog,
  hintsForPeople,
} from '../../shared/manage/operations/hints.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');

describe('an empty page of the log', () => {
  it.each<readonly [string, Parameters<typeof hintsForLog>[0], readonly RegExp[]]>([
    ['without filters', {}, [/^No client has changed anything, or was refused, for 30 days/]],
    ['by subject', { subject: 'ann' }, [/^subject is a part of/, /^Ask for the explanation/]],
    ['refused', { outcome: 'refused' }, [/^Leave out outcome: nothing was refused/]],
    ['success', { outcome: 'success' }, [/^Leave out outcome: a request may have been refused/]],
    ['unchanged', { outcome: 'unchanged' }, [/^Leave out outcome/]],
    ['by token', { tokenId: 'x' }, [/whole values, as the entries have them/]],
    ['of a time', { from: '2026-02-27T00:00:00.000Z' }, [/^Ask for a longer time/]],
    [
      'of a time that the log does not keep',
      { to: '2026-01-01T00:00:00.000Z' },
      [/^The log keeps 30 days: what happened before 2026-01-30 is not/, /^Ask for a longer time/],
    ],
    ['behind the last one', { subject: 'ann', cursor: 'l.1.x' }, [/^The page before was the last one/]],
    [
      'by several filters',
      { subject: 'ann', outcome: 'refused' },
      [/^subject/, /^Leave out outcome/, /^Ask for the explanation/],
    ],
  ])('%s', (_name, query, expected) => {
    expect(hintsForLog(query, 30, NOW)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
  });
});

describe("an empty page of the administrators' log", () => {
  it.each<readonly [string, Parameters<typeof hintsForAdministratorsLog>[0], readonly RegExp[]]>([
    ['without filters', {}, [/^Nothing has been changed through the manage API/, /provisioning log/]],
    ['by operation', { operation: 'createToken' }, [/^Leave out operation/, /provisioning log/]],
    ['of a time', { to: '2026-01-01T00:00:00.000Z' }, [/^Ask for a longer time/, /provisioning log/]],
    ['behind the last one', { cursor: 'a.1.x' }, [/^The page before was the last one/]],
  ])('%s', (_name, query, expected) => {
    expect(hintsForAdministratorsLog(query)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
  });
});

describe('an empty page of people', () => {
  it.each<readonly [string, 'users' | 'groups', Parameters<typeof hintsForPeople>[1], readonly RegExp[]]>([
    ['no users', 'users', { startIndex: 1, totalResults: 0 }, [/assign users/, /refused requests/]],
    ['no groups', 'groups', { startIndex: 1, totalResults: 0 }, [/assign groups/, /refused requests/]],
    [
      'a search',
      'users',
      { startIndex: 1, totalResults: 0, search: 'x' },
      [/e-mail address: check/, /explanation/],
    ],
    ['a search of groups', 'groups', { startIndex: 1, totalResults: 0, search: 'x' }, [/displayName: check/]],
    ['behind the end', 'users', { startIndex: 9, totalResults: 3, search: 'x' }, [/^There are 3 in all/]],
  ])('%s', (_name, what, page, expected) => {
    expect(hintsForPeople(what, page)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
  });
});

describe.each(STORES)('the manage API on %s', (_, stores) => {
  it('gives hints with an empty page only', async () => {
    const { call, issueScimToken, scim } = await openConsole({ stores });
    const lists = ['log', 'users', 'groups', 'administrators-log'];
    const hinted = async () =>
      Promise.all(lists.map(async (list) => 'hints' in (await call('GET', `/accounts/AcDemo/${list}`)).json));
    expect(await hinted()).toEqual([true, true, true, true]);
    expect((await call('GET', '/accounts/AcDemo/users?count=0')).json).not.toHaveProperty('hints');
    const token = await issueScimToken();
    await scim('users', 'POST', '/Users', token, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ann',
    });
    expect(await hinted()).toEqual([false, false, true, true]);
  });
});
