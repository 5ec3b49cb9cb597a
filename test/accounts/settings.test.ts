import { readAccount, readAccountSettings } from '../../shared/accounts/settings.ts';
import { problemsOf } from './thrown.ts';

describe('account settings', () => {
  it.each([
    {},
    { name: 'Prod' },
    { unsupportedAttributes: 'ignore' },
    { log: { values: true, days: 1 } },
    { name: 'x'.repeat(100), unsupportedAttributes: 'reject', log: { values: false, days: 365 } },
  ])('%j is read as it is', (settings) => {
    expect(readAccountSettings(settings)).toEqual(settings);
  });

  const days = 'log.days | log.days must be a whole number from 1 to 365.';
  const name = 'name | name must be 1 to 100 characters of one line.';
  const policy = 'unsupportedAttributes | unsupportedAttributes must be "reject" or "ignore".';
  const values = 'log.values | log.values must be true or false.';
  it.each<[unknown, readonly string[]]>([
    [null, [' | An account must be a JSON object.']],
    [[], [' | An account must be a JSON object.']],
    [{ name: '' }, [name]],
    [{ name: null }, [name]],
    [{ name: 'x'.repeat(101) }, [name]],
    [{ name: 'a\nb' }, [name]],
    [{ unsupportedAttributes: 'drop' }, [policy]],
    [{ unsupportedAttributes: true }, [policy]],
    [{ log: true }, ['log | log must be an object of values and days.']],
    [{ log: { days: 30 } }, [values]],
    [{ log: { values: 'true', days: 30 } }, [values]],
    [{ log: { values: true } }, [days]],
    [{ log: { values: true, days: 0 } }, [days]],
    [{ log: { values: true, days: 366 } }, [days]],
    [{ log: { values: true, days: 1.5 } }, [days]],
    [{ log: { values: true, days: '30' } }, [days]],
    [{ log: { values: true, days: 30, dayz: 1 } }, ['log | log has no property "dayz": use values, days.']],
    [{ id: 'x' }, [' | An account has no property "id": use name, unsupportedAttributes, log.']],
    [{ name: '', log: { values: 1, days: -1 } }, [name, values, days]],
  ])('%j is refused, with every problem named', (settings, expected) => {
    expect(problemsOf(() => readAccountSettings(settings))).toEqual(expected);
  });
});

describe('a new account', () => {
  it('needs an id and a name, and rejects unsupported attributes unless told otherwise', () => {
    expect(readAccount({ id: 'AcOne', name: 'One' })).toEqual({
      id: 'AcOne',
      name: 'One',
      unsupportedAttributes: 'reject',
      log: { values: false, days: 30 },
      fields: [],
      version: 1,
    });
  });

  it('takes all settings and fields', () => {
    const given = {
      id: 'AcOne',
      name: 'One',
      unsupportedAttributes: 'ignore',
      log: { values: true, days: 7 },
      fields: [{ id: 'a', name: 'A', type: 'text', required: true }],
    };
    expect(readAccount(given)).toEqual({ ...given, version: 1 });
  });

  it.each([undefined, 7, '', 'x', 'a-b', 'a b', '../x', 'é1', 'x'.repeat(41), 'ab\n'])(
    '%j is no id',
    (id) => {
      expect(problemsOf(() => readAccount({ id, name: 'One' }))).toEqual([
        'id | id must be the Kissflow account id: 2 to 40 letters or digits.',
      ]);
    },
  );

  it('a version or a missing name is refused', () => {
    expect(problemsOf(() => readAccount({ id: 'AcOne', version: 7 }))).toEqual([
      'name | name must be 1 to 100 characters of one line.',
      expect.stringContaining('An account has no property "version"'),
    ]);
  });

  it('wrong fields are refused as in a change of fields', () => {
    expect(problemsOf(() => readAccount({ id: 'AcOne', name: 'One', fields: [1] }))).toHaveLength(1);
    expect(problemsOf(() => readAccount({ id: 'AcOne', name: 'One', fields: null }))).toHaveLength(1);
  });
});
