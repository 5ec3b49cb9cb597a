/** .github/workflows: right by actionlint, and with no more rights than they need. */

import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const workflows = globSync('.github/workflows/*.yml', { cwd: root }).map(
  (path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')] as const,
);

it('there are those for tests, what-if and deployment', () => {
  const names = workflows.map(([path]) => path.split('/').at(-1)).sort();
  expect(names).toEqual(['ci.yml', 'deploy.yml', 'what-if.yml']);
});

/** What actionlint says of each file. */
function lint(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const args = [join(import.meta.dirname, 'lint-process.ts'), JSON.stringify(files)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }));
}

it('passes actionlint, which is awake', () => {
  const broken = ['on: push', 'jobs:', '  a:', '    runs-on: nowhere', '    steps:', '      - run: a'].join(
    '\n',
  );
  const said = lint({ ...Object.fromEntries(workflows), '.github/workflows/broken.yml': broken });
  const { '.github/workflows/broken.yml': awake, ...found } = said;
  expect(awake?.join()).toContain('label "nowhere" is unknown');
  expect(found).toEqual(Object.fromEntries(workflows.map(([path]) => [path, []])));
});

describe.each(workflows)('%s', (_path, text) => {
  const jobs = text
    .slice(text.indexOf('\njobs:\n'))
    .split(/\n(?= {2}[\w-]+:\n)/)
    .slice(1);
  const uses = [...text.matchAll(/uses: (\S+)(.*)/g)].map(([, action = '', rest = '']) => ({ action, rest }));

  it('pins every action by the hash of a commit, and says which version it is', () => {
    expect(uses.length).toBeGreaterThan(0);
    for (const { action, rest } of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(rest).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  it('begins with no rights, or to read; a job that signs in to Azure may get a token for that', () => {
    expect(text).toMatch(/\npermissions:( \{\}|\n {2}contents: read)\n/);
    expect([...text.matchAll(/: write$/gm)].length).toBe(text.match(/azure\/login@/g)?.length ?? 0);
    for (const [, right] of text.matchAll(/^ +([\w-]+): write$/gm)) expect(right).toBe('id-token');
    expect(text).not.toMatch(/pull_request_target|secrets\./);
  });

  it('ends by itself, and leaves no token in the work tree', () => {
    for (const job of jobs) expect(job).toMatch(/\n {4}timeout-minutes: \d+\n/);
    const checkouts = text.match(/actions\/checkout@.*\n +with:\n +persist-credentials: false\n/g) ?? [];
    expect(checkouts).toHaveLength(
      uses.filter(({ action }) => action.startsWith('actions/checkout@')).length,
    );
  });

  it('hands what others wrote to a command in its environment, never in its text', () => {
    const commands = text
      .split(/\n(?= {6}- )/)
      .flatMap((step) => /\n? +(?:- )?run: ([\s\S]*)/.exec(step)?.[1] ?? []);
    for (const command of commands) expect(command).not.toMatch(/\$\{\{/);
  });

  it('runs commands and files that are there', () => {
    for (const [, script = ''] of text.matchAll(/\bnpm run ([\w:-]+)/g))
      expect(manifest.scripts).toHaveProperty(script);
    for (const [, file = ''] of text.matchAll(/\b(infra\/[\w-]+\.sh)\b/g))
      expect(existsSync(join(root, file))).toBe(true);
  });
});
