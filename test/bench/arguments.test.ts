import { parseArguments } from '../../bench/arguments.ts';

const given = (...args: string[]) => {
  const parsed = parseArguments(args);
  if (parsed === 'help') throw new Error('help');
  return parsed;
};

describe('the command line of npm run bench', () => {
  test('by default measures 1,000 and 100,000 users, and groups of 10, 10,000 and 100,000 members', () => {
    expect(given()).toEqual({
      users: [1000, 100_000],
      members: [10, 10_000, 100_000],
      seconds: 3,
      profiles: undefined,
    });
  });

  test('leaves out the default groups for which there are not enough users', () => {
    expect(given('--users', '20000').members).toEqual([10, 10_000]);
  });

  test('measures sizes in ascending order, each once', () => {
    expect(given('--users', '500,100,500', '--members', '20,10').users).toEqual([100, 500]);
    expect(given('--users', '500', '--members', '20,10').members).toEqual([10, 20]);
  });

  test.each([
    [['--users', '99'], '--users'],
    [['--users', '1000,'], '--users'],
    [['--users', '1e5'], '--users'],
    [['--members', '0'], '--members'],
    [['--users', '1000', '--members', '1001'], '--members 1001'],
    [['--seconds', '0'], '--seconds'],
    [['--seconds', 'Infinity'], '--seconds'],
    [['--fast'], '--fast'],
    [['1000'], '1000'],
  ])('refuses %j and says what is wrong with it', (args, named) => {
    expect(() => given(...args)).toThrow(named);
  });

  test('--help asks for nothing else', () => {
    expect(parseArguments(['--help'])).toBe('help');
  });
});
