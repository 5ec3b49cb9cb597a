/** The documents: links lead somewhere, and the page that everyone reads first can be read beside the code. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const DOCUMENTS = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: ROOT })];

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Targets of links within the repository, without the part after `#`. */
function linksIn(path: string): string[] {
  const targets = [...textOf(path).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  return local.map((target) => relative(ROOT, join(ROOT, dirname(path), target)));
}

describe('the documents', () => {
  test.each(DOCUMENTS)('links of %s lead to files', (path) => {
    expect(linksIn(path).filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  test.each(DOCUMENTS)('%s has no marks of a merge', (path) => {
    expect(textOf(path).match(/^(<{7}|>{7}) .*$/gm)).toBeNull();
  });

  test('no line of docs/ARCHITECTURE.md has more than 100 columns', () => {
    const lines = textOf('docs/ARCHITECTURE.md').split('\n');
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
  });
});
