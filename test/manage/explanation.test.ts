/** Why is Ann not provisioned? One row for each case, with the sentence that answers it. */

import { explain } from '../../shared/manage/explanation/explanation.ts';
import type { Contact, Facts, FoundUser } from '../../shared/manage/explanation/facts.ts';
import type { LogEntry } from '../../shared/provisioning-log/entry.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ID = '019a0000-0000-7000-8000-000000000001';
const OTHER_ID = '019a0000-0000-7000-8000-000000000002';
const OBJECT_ID = 'aaaaaaaa-1111-4222-8333-444444444444';

const ann: FoundUser = {
  id: ID,
  userName: 'ann@x',
  externalId: OBJECT_ID,
  active: true,
  lastModified: '2026-02-27T10:00:00.000Z',
  foundBy: 'userName',
};

const entry = (more: Partial<LogEntry>): LogEntry => ({
  id: 'e1',
  at: '2026-02-28T10:00:00.000Z',
  operation: 'modify',
  resourceType: 'User',
  resourceId: ID,
  name: 'ann@x',
  outcome: 'success',
  status: 200,
  attributes: [],
  quirks: [],
  ignored: [],
  correlationId: 'c1',
  tokenId: 'tok1',
  ...more,
});
/** Of a request that creates. */
function withoutId(more: Partial<LogEntry>): LogEntry {
  const { resourceId: _, ...others } = entry(more);
  return others;
}
const disabling = entry({
  event: 'disabled',
  attributes: [{ attribute: 'active', before: true, after: false }],
});
const failedDisabling = entry({
  outcome: 'refused',
  status: 400,
  code: 'wrong-value',
  detail: 'The user is still active. title must be a string.',
  field: 'title',
  leavesActive: true,
});
const refusedCreate = withoutId({
  operation: 'create',
  outcome: 'refused',
  status: 400,
  code: 'required',
  detail: 'name.givenName is required: send a value for it.',
  field: 'name.givenName',
  remedy: 'Send a value for it.',
});
const taken = withoutId({
  operation: 'create',
  externalId: 'o2',
  outcome: 'refused',
  status: 409,
  code: 'taken',
  detail: 'userName is taken.',
});

const facts = (more: Partial<Facts>): Facts => ({
  asked: 'ann@x',
  now: NOW,
  logDays: 30,
  others: [],
  entries: [],
  ...more,
});

const ANN = `ann@x (id ${ID}, externalId ${OBJECT_ID})`;
const contact = (more: Partial<Contact> = {}): Contact => ({
  lastUse: { tokenId: 'tok1', label: 'Entra', at: '2026-03-01' },
  hasLiveToken: true,
  ...more,
});
const FOUR =
  'In Entra ID one of these is the cause: the user is no longer assigned to the application, directly or through a group; the user no longer meets a scoping filter of the mapping; the user was deleted in Entra ID, where it can be restored for 30 days; or sign-in is blocked in Entra ID (Account enabled is No).';

describe('the explanation of a person', () => {
  it.each<readonly [string, Partial<Facts>, string, string, RegExp | undefined]>([
    ['here', { user: ann }, 'here', `The user is here: ${ANN}.`, undefined],
    ['active', { user: ann }, 'active', 'The user is active.', undefined],
    [
      'found in another case',
      { asked: 'ANN@x', user: ann },
      'found-in-other-case',
      `The user is here: ${ANN}. The userName is found without regard to case.`,
      undefined,
    ],
    [
      'found by an e-mail address',
      { asked: 'a@mail', user: { ...ann, foundBy: 'email' } },
      'found-by-email',
      `No userName is a@mail; it is an e-mail address of the user ${ANN}.`,
      undefined,
    ],
    [
      'under another name',
      {
        asked: 'old@x',
        user: { ...ann, foundBy: 'log' },
        entries: [
          entry({
            event: 'renamed',
            attributes: [{ attribute: 'userName', before: 'old@x', after: 'ann@x' }],
          }),
        ],
      },
      'found-by-former-name',
      `The user is here under another name: ${ANN}. The last renaming was on 2026-02-28T10:00:00Z, by request c1 with the token tok1.`,
      undefined,
    ],
    [
      'under another externalId',
      { asked: 'o9', user: { ...ann, foundBy: 'log' }, entries: [entry({ externalId: 'o9' })] },
      'found-by-former-name',
      `The log knows o9: the user is here as ${ANN}.`,
      undefined,
    ],
    [
      'one of several',
      { user: ann, others: [{ ...ann, id: OTHER_ID, userName: 'bea@x' }] },
      'fits-others',
      `It also fits bea@x (id ${OTHER_ID}, externalId ${OBJECT_ID}).`,
      undefined,
    ],
    [
      'the name is taken by a user with another externalId',
      { asked: 'o2', holder: ann, entries: [taken] },
      'name-held',
      `The userName ann@x is taken by a user with another externalId (${OBJECT_ID}): on 2026-02-28T10:00:00Z the client tried to create it with the externalId o2.`,
      /make userName a matching attribute/,
    ],
    [
      'the same, asked by the name',
      { user: ann, entries: [taken] },
      'name-held',
      `The userName ann@x is taken by a user with another externalId (${OBJECT_ID}): on 2026-02-28T10:00:00Z the client tried to create it with the externalId o2.`,
      /give one of them another userName/,
    ],
    [
      'still active although a disable was refused',
      { user: ann, entries: [failedDisabling] },
      'still-active',
      'The user is still active, although the client asked on 2026-02-28T10:00:00Z to disable it: request c1 with the token tok1 was refused with 400.',
      /^Take the access away in Kissflow now/,
    ],
    [
      'disabled: since when, by which request',
      { user: { ...ann, active: false }, entries: [disabling] },
      'disabled',
      'The user has been disabled since 2026-02-28T10:00:00Z, by request c1 with the token tok1.',
      undefined,
    ],
    [
      'disabled by an import',
      { user: { ...ann, active: false }, entries: [{ ...disabling, tokenId: '', by: 'admin1' }] },
      'disabled',
      'The user has been disabled since 2026-02-28T10:00:00Z, by an import by admin1.',
      undefined,
    ],
    [
      'disabled before the log begins',
      { user: { ...ann, active: false } },
      'disabled',
      'The user is disabled. The log, which keeps 30 days, does not know by which request; the last change was on 2026-02-27T10:00:00Z.',
      undefined,
    ],
    [
      'disabled: the four causes',
      { user: { ...ann, active: false }, entries: [disabling] },
      'causes',
      FOUR,
      /Deleted users/,
    ],
    [
      'disabled for longer than Entra ID keeps deleted users',
      { user: { ...ann, active: false, lastModified: '2026-01-01T00:00:00.000Z' } },
      'causes',
      'In Entra ID one of these is the cause: the user is no longer assigned to the application, directly or through a group; the user no longer meets a scoping filter of the mapping; or sign-in is blocked in Entra ID (Account enabled is No). The user was not deleted there: a DELETE would have come by 2026-01-31.',
      /^Look under Users and groups/,
    ],
    [
      'disabled, renamed with the object id',
      {
        user: { ...ann, active: false, userName: 'aaaaaaaa111142228333444444444444ann@x' },
        entries: [disabling],
      },
      'causes',
      'The cause in Entra ID: the user was deleted in Entra ID, where it can be restored for 30 days. The userName begins with the object id: Entra ID renames users so when they are deleted there.',
      /^Look for the user under Deleted users/,
    ],
    [
      'deleted, within 30 days',
      { entries: [entry({ operation: 'delete', event: 'deleted', status: 204 })] },
      'deleted',
      'The user was deleted on 2026-02-28T10:00:00Z, by request c1 with the token tok1. Entra ID sends a DELETE 30 days after the user was deleted in the directory, or when it is deleted there permanently. Until 2026-03-30T10:00:00Z an import of an earlier export brings the user back with the same id.',
      /create or restore the user in Entra ID/,
    ],
    [
      'deleted longer ago',
      {
        logDays: 90,
        entries: [entry({ operation: 'delete', event: 'deleted', at: '2026-01-01T00:00:00.000Z' })],
      },
      'deleted',
      'The user was deleted on 2026-01-01T00:00:00Z, by request c1 with the token tok1. Entra ID sends a DELETE 30 days after the user was deleted in the directory, or when it is deleted there permanently. The id is not used again.',
      undefined,
    ],
    [
      'deleted and created again',
      { user: ann, entries: [entry({ operation: 'delete', event: 'deleted', resourceId: OTHER_ID })] },
      'recreated',
      `An earlier user of this name or externalId (id ${OTHER_ID}) was deleted on 2026-02-28T10:00:00Z; the present one is another.`,
      undefined,
    ],
    [
      'the last request changed something',
      { user: ann, entries: [entry({ event: 'changed', attributes: [{ attribute: 'title' }] })] },
      'last-request',
      'The last request about the user came on 2026-02-28T10:00:00Z (request c1 with the token tok1): it changed the user (title).',
      undefined,
    ],
    [
      'the last request changed nothing',
      { user: ann, entries: [entry({ outcome: 'unchanged' })] },
      'last-request',
      'The last request about the user came on 2026-02-28T10:00:00Z (request c1 with the token tok1): nothing had to change.',
      undefined,
    ],
    [
      'never created, because refused',
      { entries: [refusedCreate] },
      'refused',
      'The last request (create) was refused on 2026-02-28T10:00:00Z with 400, required: name.givenName is required: send a value for it.',
      /^name\.givenName: Send a value for it\.$/,
    ],
    [
      'refused, and accepted since',
      { user: ann, entries: [entry({ outcome: 'unchanged' }), refusedCreate] },
      'refused',
      'An earlier request (create) was refused on 2026-02-28T10:00:00Z with 400, required: name.givenName is required: send a value for it. Requests after it were accepted.',
      undefined,
    ],
    [
      'nothing ever came',
      { contact: contact() },
      'never-came',
      'No request about ann@x is in the log, which reaches 30 days back. Look-ups leave no entry.',
      /^Check the spelling/,
    ],
    [
      'not here',
      { contact: contact() },
      'absent',
      'No user has ann@x as userName, e-mail address, externalId or id.',
      undefined,
    ],
    [
      'nothing came, and Entra ID was here today',
      { contact: contact() },
      'in-contact',
      'Entra ID was last here on 2026-03-01, with the token Entra (tok1): provisioning runs, and does not send this person.',
      /Provision on demand/,
    ],
    [
      'Entra ID has been silent',
      { contact: contact({ lastUse: { tokenId: 'tok1', label: '', at: '2026-02-20T08:00:00Z' } }) },
      'silent',
      'Entra ID was last here on 2026-02-20T08:00:00Z, with the token tok1. A job that runs comes every 40 minutes, one in quarantine once a day.',
      /quarantine/,
    ],
    [
      'Entra ID was never here',
      { contact: contact({ lastUse: undefined }) },
      'no-contact',
      'No token of the account has been used yet: Entra ID was never here.',
      /Test Connection/,
    ],
    [
      'there is no token',
      { contact: contact({ hasLiveToken: false }) },
      'no-token',
      'The account has no token that is valid now, so no client can provision.',
      /^Generate a token/,
    ],
    [
      'the token has expired',
      {
        contact: contact({
          lastUse: { tokenId: 'tok1', label: 'Entra', at: '2026-02-28T09:59:00Z' },
          newest: entry({
            outcome: 'refused',
            status: 401,
            code: 'token-expired',
            detail: 'The SCIM token tok1 has expired.',
          }),
        }),
      },
      'token-refused',
      'The last request of the account, on 2026-02-28T10:00:00Z, was refused: The SCIM token tok1 has expired.',
      /Restart provisioning/,
    ],
    [
      'after the last use, tokens came that are none of the account',
      {
        contact: contact({
          lastUse: { tokenId: 'tok1', label: 'Entra', at: '2026-03-01T09:59:00Z' },
          unknownTokens: { count: 3, lastAt: '2026-03-01T11:20:00.123Z' },
        }),
      },
      'token-unknown',
      "Entra ID was last here on 2026-03-01T09:59:00Z, with the token Entra (tok1). Requests come with a token that is none of this account's: the last one on 2026-03-01T11:20:00Z, 3 within a day.",
      /compare Base URL and token/,
    ],
    [
      'tokens came that are none of the account, and no others',
      {
        contact: contact({
          lastUse: undefined,
          unknownTokens: { count: 3, lastAt: '2026-03-01T11:20:00Z' },
        }),
      },
      'token-unknown',
      "No token of the account has been used yet. Requests come with a token that is none of this account's: the last one on 2026-03-01T11:20:00Z, 3 within a day.",
      /Test Connection/,
    ],
    [
      'a stranger called, and a valid token has been in use since',
      {
        contact: contact({
          lastUse: { tokenId: 'tok1', label: 'Entra', at: '2026-03-01T11:40:00Z' },
          unknownTokens: { count: 3, lastAt: '2026-03-01T11:20:00Z' },
        }),
      },
      'in-contact',
      'Entra ID was last here on 2026-03-01T11:40:00Z, with the token Entra (tok1): provisioning runs, and does not send this person.',
      undefined,
    ],
    [
      'a token has expired, and its successor is in use',
      {
        contact: contact({
          lastUse: { tokenId: 'tok2', label: 'Entra', at: '2026-03-01T11:20:00Z' },
          newest: entry({ outcome: 'refused', status: 401, code: 'token-expired' }),
        }),
      },
      'in-contact',
      'Entra ID was last here on 2026-03-01T11:20:00Z, with the token Entra (tok2): provisioning runs, and does not send this person.',
      undefined,
    ],
  ])('%s', (_name, known, code, text, step) => {
    const { findings, steps } = explain(facts(known));
    expect(findings).toContainEqual({ code, text });
    if (step) expect(steps).toContainEqual(expect.stringMatching(step));
  });

  it.each<readonly [string, Partial<Facts>, object]>([
    ['active', { user: ann }, { state: 'active', isStillActive: false, causes: [], steps: [] }],
    [
      'still active',
      { user: ann, entries: [failedDisabling] },
      { state: 'active', isStillActive: true, lastRefusal: failedDisabling },
    ],
    [
      'disabled since',
      { user: ann, entries: [entry({ event: 'restored' }), failedDisabling] },
      { isStillActive: false },
    ],
    [
      'disabled',
      { user: { ...ann, active: false }, entries: [disabling] },
      {
        state: 'disabled',
        disabledBy: disabling,
        causes: ['unassigned', 'out-of-scope', 'deleted-in-directory', 'sign-in-blocked'],
      },
    ],
    [
      'deleted',
      { entries: [entry({ event: 'deleted' })] },
      { state: 'deleted', deletedBy: expect.anything() },
    ],
    ['absent', { entries: [taken], holder: ann }, { state: 'absent', holder: ann, lastRequest: taken }],
    [
      'unknown',
      { contact: contact() },
      { state: 'absent', lastContact: { tokenId: 'tok1', label: 'Entra', at: '2026-03-01' } },
    ],
  ])('as data: %s', (_name, known, data) => {
    expect(explain(facts(known))).toMatchObject(data);
  });

  it('reads in order: where, whether active, the last request, what was refused', () => {
    const { findings } = explain(
      facts({ user: { ...ann, active: false }, entries: [disabling, failedDisabling] }),
    );
    expect(findings.map(({ code }) => code)).toEqual([
      'here',
      'disabled',
      'causes',
      'last-request',
      'refused',
    ]);
  });
});

it('first of all the access of a user who should have none is taken away', () => {
  const { findings, steps } = explain(facts({ user: ann, entries: [taken, failedDisabling] }));
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['name-held', 'still-active']));
  expect(steps[0]).toMatch(/^Take the access away/);
});
