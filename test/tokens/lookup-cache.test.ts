import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { type Life, LookupCache } from '../../shared/tokens/lookup-cache.ts';
import { UnusableAnswer } from '../../shared/tokens/token-stores.ts';

/** A source whose answers a test sets, and a clock. */
function opened(found: Partial<Life> = {}, absent: Partial<Life> = {}) {
  let time = 0;
  const source = { asked: 0, answer: async (): Promise<string | undefined> => 'one' };
  const life = { fresh: 60, stale: 1000, max: 100 };
  const cache = new LookupCache<string>(
    { found: { ...life, ...found }, absent: { ...life, stale: 0, ...absent } },
    () => time,
  );
  return {
    source,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    find: (key = 'key') =>
      cache.find(key, () => {
        source.asked += 1;
        return source.answer();
      }),
  };
}

/** From now on the source answers when it is told to. */
function silence(source: { answer: () => Promise<string | undefined> }) {
  const told = Promise.withResolvers<string>();
  source.answer = () => told.promise;
  return told.resolve;
}

const fails = (error: Error) => () => Promise.reject(error);
const outage = new StoreUnavailable('down');

describe('answers kept for a while', () => {
  it('an answer is asked for once while it is fresh', async () => {
    const { source, find, pass } = opened();
    expect(await find()).toBe('one');
    pass(59);
    source.answer = async () => 'two';
    expect([await find(), source.asked]).toEqual(['one', 1]);
    pass(1);
    expect([await find(), source.asked]).toEqual(['two', 2]);
  });

  it('the age of an answer counts from the question: nothing that happened since is missed for longer', async () => {
    const { source, find, pass } = opened();
    source.answer = async () => {
      pass(50);
      return 'slow';
    };
    await find();
    pass(10);
    await find();
    expect(source.asked).toBe(2);
  });

  it('a hundred at once ask one question, and all get its answer or its failure', async () => {
    const { source, find } = opened();
    const many = () => Promise.allSettled(Array.from({ length: 100 }, () => find()));
    source.answer = fails(outage);
    expect(new Set((await many()).map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(source.asked).toBe(1);
    source.answer = async () => 'one';
    expect(new Set((await many()).map(({ status }) => status))).toEqual(new Set(['fulfilled']));
    expect(source.asked).toBe(2);
  });

  it('a failure is never kept', async () => {
    const { source, find } = opened();
    source.answer = fails(outage);
    await expect(find()).rejects.toBe(outage);
    source.answer = async () => 'one';
    expect(await find()).toBe('one');
  });
});

describe('RFC 5861 §4 stale-if-error', () => {
  it('in an outage the old answer holds for its stale time, then the outage shows', async () => {
    const { source, find, pass } = opened();
    await find();
    source.answer = fails(outage);
    pass(60 + 999);
    expect(await find()).toBe('one');
    pass(1);
    await expect(find()).rejects.toBe(outage);
  });

  it('in an outage one request in five seconds waits for the source, not each', async () => {
    const { source, find, pass } = opened({ stale: 100_000 });
    await find();
    source.answer = fails(outage);
    pass(60);
    for (let second = 0; second < 10; second += 1) {
      await find();
      await find();
      pass(1000);
    }
    expect(source.asked).toBe(1 + 2);
  });

  it('a source that is silent keeps nobody waiting who has an answer that still holds', async () => {
    const { source, find, pass } = opened();
    await find();
    const reply = silence(source);
    pass(60);
    const started = performance.now();
    expect(await Promise.all([find(), find()])).toEqual(['one', 'one']);
    expect(performance.now() - started).toBeLessThan(2000);
    const before = performance.now();
    for (let again = 0; again < 50; again += 1) expect(await find()).toBe('one');
    expect(performance.now() - before).toBeLessThan(2000);
    expect(source.asked).toBe(2);
    reply('two');
    await Promise.resolve();
    expect(await find()).toBe('two');
  });

  it('a source that is silent for longer than the answer holds is waited for', async () => {
    const { source, find, pass } = opened();
    await find();
    const reply = silence(source);
    pass(60);
    const waiting = find();
    pass(1000);
    const late = find();
    setTimeout(() => reply('two'), 400);
    expect(await Promise.all([waiting, late])).toEqual(['two', 'two']);
  });

  it('after the outage the source is believed again', async () => {
    const { source, find, pass } = opened({ stale: 100_000 });
    await find();
    source.answer = fails(outage);
    pass(60);
    await find();
    source.answer = async () => 'two';
    pass(5000);
    expect(await find()).toBe('two');
  });

  it.each([
    ['a refusal', new UnusableAnswer('403')],
    ['any other failure', new Error('bug')],
  ])('%s is no outage: the old answer counts no longer', async (_title, error) => {
    const { source, find, pass } = opened();
    await find();
    source.answer = fails(error);
    pass(60);
    await expect(find()).rejects.toBe(error);
  });

  it('that there is nothing holds in an outage only where that is wanted', async () => {
    for (const stale of [0, 1000]) {
      const { source, find, pass } = opened({}, { stale });
      source.answer = async () => undefined;
      expect(await find()).toBeUndefined();
      source.answer = fails(outage);
      pass(60);
      const answered = await find().then(
        () => true,
        () => false,
      );
      expect(answered).toBe(stale > 0);
    }
  });
});

describe('bounded in number', () => {
  it('ten thousand keys about nothing keep few places and push out no answer', async () => {
    const { source, find } = opened({}, { max: 10 });
    await find('real');
    source.answer = async () => undefined;
    for (let index = 0; index < 10_000; index += 1) await find(`guess ${index}`);
    source.asked = 0;
    expect(await find('real')).toBe('one');
    for (let index = 9_990; index < 10_000; index += 1) await find(`guess ${index}`);
    expect(source.asked).toBe(0);
    await find('guess 9989');
    expect(source.asked).toBe(1);
  });

  it('the answer that was asked for longest ago makes room', async () => {
    const { source, find } = opened({ max: 2 });
    for (const key of ['a', 'b', 'c']) await find(key);
    source.asked = 0;
    await find('b');
    await find('c');
    expect(source.asked).toBe(0);
    await find('a');
    expect(source.asked).toBe(1);
  });
});
