/**
 * `npm run infra:check`: every template and every customer's parameters compile without a warning; what is committed of
 * them (main.json, snapshots) is what they say. `--write` makes it so.
 */

import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failed } from '../terminal/command-error.ts';
import { commandLine, main } from '../terminal/program.ts';
import { type Bicep, findBicep, version } from './bicep-cli.ts';
import { collisions, contextOf, ENVIRONMENT, snapshots } from './snapshot.ts';

const FOLDER = import.meta.dirname;
const TEMPLATE = join(FOLDER, 'main.bicep');
const COMPILED = join(FOLDER, 'main.json');

const PATTERNS = ['**/*.bicep', '**/*.bicepparam'];

type Finding = string;

function check(write: boolean): Finding[] {
  const bicep = findBicep();
  console.log(`${bicep.path}: ${bicep.run(['--version']).text}`);
  const compiled = [
    ...lint(bicep),
    ...unformatted(bicep),
    ...(write ? compile(bicep, COMPILED) : fresh(bicep)),
  ];
  if (compiled.length > 0) return compiled;
  return [...evaluate(bicep, write ? 'overwrite' : 'validate'), ...collisions(snapshots())];
}

/** Each start of the compiler takes seconds, so all files go through it at once. A warning is an error. */
function lint(bicep: Bicep): Finding[] {
  const linted = PATTERNS.map((pattern) => bicep.run(['lint', '--pattern', `infra/${pattern}`], ENVIRONMENT));
  return linted.filter(({ ok, text }) => !ok || text !== '').map(({ text }) => text);
}

/** Formats a copy and compares. */
function unformatted(bicep: Bicep): Finding[] {
  return inFolder((folder) => {
    cpSync(FOLDER, folder, { recursive: true });
    for (const pattern of PATTERNS) bicep.run(['format', '--pattern', `${folder}/${pattern}`]);
    return PATTERNS.flatMap((pattern) => globSync(pattern, { cwd: FOLDER }))
      .filter((file) => textOf(join(FOLDER, file)) !== textOf(join(folder, file)))
      .map((file) => `infra/${file} is not formatted: bicep format infra/${file}`);
  });
}

const compile = (bicep: Bicep, outfile: string): Finding[] => {
  const built = bicep.run(['build', TEMPLATE, '--outfile', outfile]);
  return built.ok && built.text === '' ? [] : [built.text];
};

function fresh(bicep: Bicep): Finding[] {
  return inFolder((folder) => {
    const outfile = join(folder, 'main.json');
    const findings = compile(bicep, outfile);
    if (findings.length > 0 || withoutGenerator(outfile) === withoutGenerator(COMPILED)) return findings;
    return [
      `infra/main.json is not what main.bicep says: npm run infra:check -- --write (made with ${version()})`,
    ];
  });
}

/** Which compiler made it is no difference. */
const withoutGenerator = (file: string): string =>
  JSON.stringify(JSON.parse(textOf(file)), (key, value) => (key === '_generator' ? undefined : value));

const evaluate = (bicep: Bicep, mode: 'overwrite' | 'validate'): Finding[] =>
  snapshots().flatMap(({ customer }) => {
    const file = join(FOLDER, 'customers', `${customer}.bicepparam`);
    const { ok, text } = bicep.run(['snapshot', file, '--mode', mode, ...contextOf(customer)], ENVIRONMENT);
    const advice = `the snapshot of ${customer} is not what its parameters say: npm run infra:check -- --write`;
    return ok ? [] : [`${text}\n${advice}`];
  });

const textOf = (file: string): string => readFileSync(file, 'utf8');

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main((terminal) =>
  commandLine('npm run infra:check --', terminal)
    .description('Compile every template and every customer, and compare with what is committed')
    .option('--write', 'make what is committed what the templates say', false)
    .action(({ write }: { readonly write: boolean }) => {
      const findings = check(write);
      for (const finding of findings) terminal.note(finding);
      terminal.print(
        findings.length === 0
          ? 'infra: everything compiles, and what is committed is fresh'
          : 'infra: failed',
      );
      if (findings.length > 0) throw failed();
    }),
);
