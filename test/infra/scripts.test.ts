/** infra/deploy.sh and infra/remove.sh against stubs of what they call: the recorded calls are fixtures. */

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const FIXTURES = join(ROOT, 'test/fixtures/infra');

interface Run {
  readonly code: number | null;
  readonly calls: readonly string[];
  readonly told: string;
  readonly printed: string;
}

interface Stage {
  run(
    script: 'deploy' | 'remove',
    args: readonly string[],
    more?: Record<string, string>,
    typed?: string,
  ): Run;
}

let folder: string;

/** A copy of what the scripts read, so that no run leaves anything in the project. */
function stage(): Stage {
  const state = join(folder, 'state');
  const bin = join(folder, 'bin');
  for (const made of [state, bin, join(folder, 'dist')]) mkdirSync(made);
  for (const name of ['infra', 'azure.yaml']) symlinkSync(join(ROOT, name), join(folder, name));
  for (const name of ['az', 'azd', 'npm', 'npx', 'curl'])
    symlinkSync(join(import.meta.dirname, 'stubs/stub'), join(bin, name));
  return {
    run(script, args, more = {}, typed = '') {
      writeFileSync(join(state, 'calls'), '');
      const done = spawnSync('bash', [`infra/${script}.sh`, ...args], {
        cwd: folder,
        encoding: 'utf8',
        input: typed,
        env: {
          PATH: `${bin}:${process.env.PATH}`,
          HEALTH_PAUSE: '0',
          STUB_STATE: state,
          STUB_PACKAGE_FILE: join(folder, 'dist/kissflow-scim.zip'),
          ...more,
        },
      });
      const calls = readFileSync(join(state, 'calls'), 'utf8').trim().split('\n');
      return {
        code: done.status,
        calls: calls.map((call) => call.replace(/--token-file \S+/, '--token-file FILE')),
        told: done.stderr,
        printed: done.stdout,
      };
    },
  };
}

const recorded = (name: string, { calls }: Run): void => {
  const file = join(FIXTURES, `${name}.calls`);
  const text = `${calls.join('\n')}\n`;
  if (process.env.RECORD === '1') writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
};

const READ_ONLY =
  /^(az (account (show|get-access-token)|provider list|group (exists|show)|keyvault list-deleted|ad (\S+|app owner) (list|show)|ad signed-in-user|rest --method GET|deployment group (what-if|list))|npm run --silent package|curl |npx kissflow-scim (account|token) list)/;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The scripts are for bash; on Windows that is WSL or the Cloud Shell. */
const whereBashIs = process.platform === 'win32' ? describe.skip : describe;

describe('The app registration', () => {
  it('has the app roles that the manage API knows, for people and for apps', () => {
    const roles = JSON.parse(readFileSync(join(ROOT, 'infra/entra/app-roles.json'), 'utf8'));
    const known = readFileSync(join(ROOT, 'shared/manage/callers/caller.ts'), 'utf8');
    expect(roles).toHaveLength(3);
    for (const { value, allowedMemberTypes } of roles) {
      expect(known).toMatch(new RegExp(`\\b${value}\\b`));
      expect(allowedMemberTypes).toEqual(['User', 'Application']);
    }
  });
});

whereBashIs('infra/deploy.sh', () => {
  const first = ['contoso', '--account', 'Ac12345', '--yes'];

  it('deploys a customer from nothing: what-if before anything of it, the manage app first, an account and a token', () => {
    const run = stage().run('deploy', first);
    expect(run.told).toContain('Create\t');
    expect(run.code).toBe(0);
    recorded('first-deployment', run);
    expect(run.printed).toContain('https://scim.example.net/scim/v2/{account id}');
    expect(run.printed).toContain('connection-contoso.json');
    expect(run.printed).not.toContain('an.access.token');
    expect(run.told).not.toContain('an.access.token');
  });

  it('changes nothing the second time', () => {
    const { run } = stage();
    run('deploy', first);
    const second = run('deploy', first);
    expect(second.code).toBe(0);
    recorded('second-deployment', second);
    expect(second.calls.filter((call) => !READ_ONLY.test(call))).toEqual([]);
  });

  it('brings a new package to both apps, and nothing else', () => {
    const { run } = stage();
    run('deploy', first);
    const { calls } = run('deploy', first, { STUB_PACKAGE: '2' });
    expect(calls.filter((call) => !READ_ONLY.test(call))).toEqual([
      expect.stringMatching(/config-zip .*--name func-manage /),
      expect.stringMatching(/config-zip .*--name func-scim /),
      expect.stringMatching(/^az group update .* --set tags\.package=[0-9a-f]{64} /),
    ]);
  });

  /** Calls that begin alike are one kind, and the first of them fails. */
  const kinds = [
    ...new Map(
      readCalls('first-deployment')
        .toReversed()
        .map((call) => [call.slice(0, 42), call]),
    ),
  ];

  it.each(kinds.map(([kind]) => kind))('stops when this fails, and says what to do: %s', (kind) => {
    const all = readCalls('first-deployment');
    const at = all.findIndex((call) => call.startsWith(kind));
    const { code, calls, told } = stage().run('deploy', first, { STUB_FAIL: kind });
    // An app that does not answer is asked for a minute.
    if (kind.startsWith('curl')) expect(new Set(calls.slice(at))).toEqual(new Set([all[at]]));
    else expect(calls).toEqual(all.slice(0, at + 1));
    expect(code).toBe(1);
    expect(told).toMatch(/\n.+ failed\. \S.{20,}\n$/);
  });

  it('shows what would change and stops, with --what-if', () => {
    const run = stage().run('deploy', ['contoso', '--what-if']);
    expect(run.code).toBe(0);
    expect(run.calls.at(-1)).toMatch(/^az deployment group what-if /);
  });

  it.each([
    ['n\n', 1, 'what-if'],
    ['y\n', 0, 'account list'],
  ])('asks before it deploys; %j', (typed, code, last) => {
    const run = stage().run('deploy', ['contoso'], {}, typed);
    expect(run.code).toBe(code);
    expect(run.calls.at(-1)).toContain(last);
    if (code === 1) expect(run.told).toContain('Nothing was changed.');
    else expect(run.told).toContain('infra/deploy.sh contoso --account ID makes one');
  });

  it('goes on where it stopped: an account that has no token yet gets one', () => {
    const { run } = stage();
    expect(run('deploy', first, { STUB_FAIL: 'npx kissflow-scim token create' }).code).toBe(1);
    const { code, calls } = run('deploy', first);
    expect(code).toBe(0);
    expect(calls.filter((call) => !READ_ONLY.test(call))).toEqual([
      expect.stringMatching(/^npx kissflow-scim token create Ac12345 /),
    ]);
  });

  it('goes on where it stopped: the permission of the app registration first, then who may use it', () => {
    const { run } = stage();
    expect(run('deploy', first, { STUB_FAIL: 'az ad app show --id client-1 --query api.pre' }).code).toBe(1);
    const { calls } = run('deploy', first);
    expect(calls.filter((call) => /^az rest --method PATCH/.test(call))).toEqual([
      expect.stringContaining('@infra/entra/azure-cli.json'),
      expect.stringContaining('https://manage.example.net/portal/'),
    ]);
  });

  it('deploys again what has not finished, although nothing differs', () => {
    const { run } = stage();
    run('deploy', first);
    writeFileSync(join(folder, 'state/unfinished'), '');
    const { calls } = run('deploy', first);
    expect(calls.filter((call) => !READ_ONLY.test(call))).toEqual([
      expect.stringMatching(/^az deployment group create /),
    ]);
  });

  it('brings the package to an app that is made anew, although it was deployed before', () => {
    const { run } = stage();
    run('deploy', first);
    rmSync(join(folder, 'state/deployed'));
    const { calls } = run('deploy', first);
    expect(calls.filter((call) => /config-zip/.test(call))).toHaveLength(2);
  });

  it('names the owners of an app registration that is there already: whoever owns it gives its roles', () => {
    const { run } = stage();
    run('deploy', first);
    expect(run('deploy', first).told).toContain(
      'there already, client id client-1, owned by ann@example.com',
    );
  });

  it('makes the app registration alone, for somebody without rights in Azure', () => {
    const { code, calls, printed } = stage().run('deploy', ['contoso', 'register']);
    expect(code).toBe(0);
    expect(calls.filter((call) => !/^az (account show|ad |rest --method PATCH)/.test(call))).toEqual([]);
    expect(calls).toContainEqual(expect.stringMatching(/^az ad sp create/));
    expect(printed).toContain('Users and groups');
  });

  it('signs in as a service principal, too', () => {
    const { calls } = stage().run('deploy', first, { STUB_USER_TYPE: 'servicePrincipal' });
    expect(calls).toContain('az ad sp show --id ann@example.com --query id -o tsv');
  });

  it('leaves Entra ID alone where the app registration is given, as a pipeline does that has no rights there', () => {
    const { run } = stage();
    run('deploy', first);
    const { code, calls } = run('deploy', ['contoso', '--yes'], {
      MANAGE_CLIENT_ID: 'client-1',
      STUB_PACKAGE: '2',
    });
    expect(code).toBe(0);
    expect(calls.filter((call) => /^az (ad|rest)|get-access-token|^npx/.test(call))).toEqual([]);
  });

  it('takes 403 for health where only Entra ID is let in, and nothing else but 200', () => {
    const { run } = stage();
    expect(run('deploy', first, { STUB_HEALTH: '503' })).toMatchObject({ code: 1 });
    const { code, told } = run('deploy', first, { STUB_HEALTH: '403' });
    expect(code).toBe(1);
    expect(told).toContain('https://manage.example.net/healthz answers 403');
  });

  it.each([
    [[]],
    [['Contoso']],
    [['con-toso']],
    [['contoso', '--force']],
    [['contoso', '--account']],
    [['contoso', '--account', 'an account']],
  ])('refuses the arguments %j', (args) => {
    const { code, calls, told, printed } = stage().run('deploy', args);
    expect(code).toBe(2);
    expect(printed + told).toContain('Usage: infra/deploy.sh CUSTOMER');
    expect(calls).toEqual(['']);
  });

  it('says how to describe a customer that has no parameters', () => {
    const { code, told } = stage().run('deploy', ['nobody']);
    expect(code).toBe(1);
    expect(told).toContain('Copy infra/customers/template.bicepparam to infra/customers/nobody.bicepparam');
  });
});

whereBashIs('azd up', () => {
  /** What azd runs: the hooks of azure.yaml. */
  const hook = (name: string): string[] => {
    const text = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');
    const line =
      new RegExp(`  ${name}:\\n    shell: sh\\n    run: infra/deploy.sh (.*)\\n`).exec(text)?.[1] ?? '';
    return line
      .replace('"$AZURE_ENV_NAME"', 'contoso')
      .replace(/\$\{KISSFLOW_ACCOUNT.*\}/, '')
      .trim()
      .split(' ');
  };
  const environment = { AZURE_ENV_NAME: 'contoso', AZURE_LOCATION: 'westeurope' };

  it('prepares package, resource group and app registration, and finishes with health and accounts', () => {
    const { run } = stage();
    const prepared = run('deploy', hook('preprovision'), environment);
    expect(prepared.code).toBe(0);
    recorded('azd-preprovision', prepared);
    // What `azd provision` and `azd deploy` do in between.
    writeFileSync(join(folder, 'state/deployed'), '');
    const finished = run('deploy', hook('postup'), { ...environment, MANAGE_CLIENT_ID: 'client-1' });
    expect(finished.code).toBe(0);
    recorded('azd-postup', finished);
  });

  it('previews before it provisions, and deploys the package that prepare has made', () => {
    const text = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');
    const steps = [...text.matchAll(/- azd: (.*)/g)].map(([, step]) => step);
    expect(steps).toEqual([
      'provision --preview',
      'provision',
      'deploy manage --from-package dist/kissflow-scim.zip',
      'deploy scim --from-package dist/kissflow-scim.zip',
    ]);
  });
});

whereBashIs('infra/remove.sh', () => {
  it('removes locks, resource group and app registration, and leaves the vault to be recovered by the next deployment', () => {
    const { run } = stage();
    const first = ['contoso', '--account', 'Ac12345', '--yes'];
    run('deploy', first);
    const removed = run('remove', ['contoso'], {}, 'contoso\n');
    expect(removed.code).toBe(0);
    recorded('removal', removed);
    expect(removed.calls.join('\n')).not.toMatch(/purge/);
    expect(removed.printed).toContain('az keyvault recover --name kv-contoso-abc');
    expect(run('deploy', first).calls).toContainEqual(
      expect.stringMatching(
        /^az keyvault recover --name kv-contoso-abc --resource-group rg-kissflow-scim-contoso /,
      ),
    );
  });

  it('changes nothing unless the name is typed, or where there is no such customer', () => {
    const { run } = stage();
    expect(run('remove', ['contoso'], {}, 'contoso\n')).toMatchObject({
      code: 1,
      told: expect.stringContaining('There is no rg-kissflow-scim-contoso in this subscription.'),
    });
    run('deploy', ['contoso', '--yes']);
    const kept = run('remove', ['contoso'], {}, 'yes\n');
    expect(kept).toMatchObject({ code: 1, told: expect.stringContaining('Nothing was changed.') });
    expect(kept.calls.filter((call) => / delete /.test(call))).toEqual([]);
  });
});

function readCalls(name: string): string[] {
  const file = join(FIXTURES, `${name}.calls`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : ['none'];
}
