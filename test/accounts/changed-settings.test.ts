import { changedSettings } from '../../shared/accounts/changed-settings.ts';
import { sampleAccount } from '../sample-account.ts';

const account = sampleAccount('reject');
const field = (id: string, name = id) => ({ id, name, type: 'text', required: false }) as const;
const having = (...fields: ReturnType<typeof field>[]) => ({ ...account, fields });

describe('what a change of an account has made different', () => {
  it('nothing: no entry, whatever the version', () => {
    expect(changedSettings(account, { ...account, version: 99 })).toEqual([]);
  });

  it('settings by their path, and each field by its id', () => {
    const log = { values: true, days: account.log.days };
    const after = { ...having(field('A', 'New'), field('C')), log, unsupportedAttributes: 'ignore' as const };
    expect(changedSettings(having(field('A'), field('B')), after)).toEqual([
      { setting: 'unsupportedAttributes', before: 'reject', after: 'ignore' },
      { setting: 'log.values', before: false, after: true },
      { setting: 'fields.A', before: field('A'), after: field('A', 'New') },
      { setting: 'fields.B', before: field('B') },
      { setting: 'fields.C', after: field('C') },
    ]);
  });

  it('the order of fields, where nothing else of them changed', () => {
    expect(changedSettings(having(field('A'), field('B')), having(field('B'), field('A')))).toEqual([
      { setting: 'fields', before: ['A', 'B'], after: ['B', 'A'] },
    ]);
  });

  it('which removed fields retire', () => {
    const retired = { ...account, fields: [], formerFields: [{ ...field('A'), retiring: true }] };
    const ended = { ...retired, formerFields: [field('A')] };
    expect(changedSettings(having(field('A')), retired)).toEqual([
      { setting: 'fields.A', before: field('A') },
      { setting: 'retiring', after: ['A'] },
    ]);
    expect(changedSettings(retired, ended)).toEqual([{ setting: 'retiring', before: ['A'] }]);
  });

  it('of a new account everything', () => {
    const changes = changedSettings(undefined, having(field('A')));
    expect(changes).toContainEqual({ setting: 'name', after: account.name });
    expect(changes).toContainEqual({ setting: 'fields.A', after: field('A') });
    expect(changes.every((change) => !('before' in change))).toBe(true);
  });

  it('values that are too long for one entry are left out, their settings are not', () => {
    const long = (id: string) => field(id, 'x'.repeat(200_000));
    const changes = changedSettings(having(), having(long('A'), long('B'), long('C'), long('D')));
    expect(changes.map(({ setting }) => setting)).toEqual(['fields.A', 'fields.B', 'fields.C', 'fields.D']);
    expect(changes.map((change) => 'after' in change)).toEqual([true, true, false, false]);
    expect(JSON.stringify(changes).length).toBeLessThan(500_000);
  });
});
