/** package.json: what npm hands to a shell must mean the same to cmd.exe and to sh. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');

it.each(Object.entries(manifest.scripts))('npm run %s is read alike by every shell', (_name, script) => {
  const commands = script.split(' && ');
  for (const command of commands) expect(command).toMatch(/^(node|npm|biome|tsc|jest)( [\w./:=@-]+)*$/);
});

it.each(Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))(
  '%s: one exact version, %s',
  (_name, version) => expect(version).toMatch(/^\d+\.\d+\.\d+$/),
);

it('npm start is the serve command, which builds first', () => {
  const [node, ...rest] = manifest.scripts.start.split(' ');
  expect(node).toBe('node');
  const help = execFileSync(process.execPath, [...rest, '--help'], { cwd: root, encoding: 'utf8' });
  expect(help).toContain('Build the endpoint and run it on this machine');
});
