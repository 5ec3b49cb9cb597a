import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../terminal/whole-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  [false, 'theirs'],
  [true, 'ours'],
])('a file that somebody puts there meanwhile is replaced by force only (%s)', async (force, left) => {
  const file = join(folder, `raced-${force}`);
  const written = writeWhole({ file, force }, (append) => {
    append('ours');
    writeFileSync(file, 'theirs');
  });
  if (force) await written;
  else await expect(written).rejects.toThrow('is there already');
  expect(readFileSync(file, 'utf8')).toBe(left);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('what fails half way leaves nothing', async () => {
  const file = join(folder, 'half');
  const written = writeWhole({ file, force: false }, async (append) => {
    append('half');
    throw new Error('broken');
  });
  await expect(written).rejects.toThrow('broken');
  expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
});
