import { benchProgram } from '../../bench/command.ts';
import type { BenchArguments } from '../../bench/run.ts';
import { runOn } from '../terminal/terminal.ts';

async function parsed(args: readonly string[]) {
  let given: BenchArguments | undefined;
  const ran = await runOn(
    (terminal) =>
      benchProgram(terminal, async (one) => {
        given = one;
      }),
    args,
  );
  return { ...ran, given };
}

const given = async (...args: string[]) => (await parsed(args)).given;

describe('the command line of npm run bench', () => {
  test('by default measures 1,000 and 100,000 users, and groups of 10, 10,000 and 100,000 members', async () => {
    expect(await given()).toEqual({
      users: [1000, 100_000],
      members: [10, 10_000, 100_000],
      seconds: 3,
      profiles: undefined,
    });
  });

  test('leaves out the default groups for which there are not enough users', async () => {
    expect((await given('--users', '20000'))?.members).toEqual([10, 10_000]);
  });

  test('measures sizes in ascending order, each once', async () => {
    expect((await given('--users', '500,100,500', '--members', '20,10'))?.users).toEqual([100, 500]);
    expect((await given('--users', '500', '--members', '20,10'))?.members).toEqual([10, 20]);
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
  ])('refuses %j and says what is wrong with it', async (args, named) => {
    const { code, err, given } = await parsed(args);
    expect([code, given]).toEqual([2, undefined]);
    expect(err).toContain(named);
  });

  test('--help asks for nothing else', async () => {
    const { code, out, given } = await parsed(['--help']);
    expect([code, given]).toEqual([0, undefined]);
    expect(out).toContain('Usage: npm run bench -- [options]');
  });
});
