import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESCRIBED_METHODS, openapi, paths } from '../../shared/manage/contract/openapi-document.ts';
import { operations } from '../../shared/manage/operations/operations.ts';
import { openConsole } from './console.ts';

const described = paths.flatMap(([template, item]) =>
  DESCRIBED_METHODS.flatMap((method) =>
    item[method] ? [{ template, method, operation: item[method] }] : [],
  ),
);

describe('the OpenAPI document', () => {
  it('describes every operation of the router, and no other', () => {
    const ids = described.map(({ operation }) => operation.operationId);
    expect(ids.toSorted()).toEqual(Object.keys(operations).toSorted());
  });

  it('has the shape that the router reads', () => {
    const methods = paths.flatMap(([, item]) => Object.keys(item));
    expect(methods.filter((method) => !DESCRIBED_METHODS.some((known) => known === method))).toEqual([]);
    const bodies = described.flatMap(({ operation }) => operation.requestBody ?? []);
    expect(bodies.length).toBeGreaterThan(2);
    for (const { required, content } of bodies) {
      expect([typeof required, typeof content['application/json'].schema]).toEqual(['boolean', 'object']);
    }
  });

  it('refers only to what it holds, and names the parameters of each path', () => {
    const text = JSON.stringify(openapi);
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    const components: Readonly<Record<string, object>> = openapi.components;
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter(([, kind = '', name = '']) => !(name in (components[kind] ?? {})))).toEqual([]);
    for (const { template, operation } of described) {
      const named = JSON.stringify(operation.parameters ?? []);
      for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
        expect(named).toContain(`#/components/parameters/${name}`);
      }
    }
  });

  describe('by the rules of a public linter', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'openapi-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const problemsOf = (document: object): unknown => {
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(document));
      const program = join(__dirname, 'openapi-problems.ts');
      return JSON.parse(execFileSync(process.execPath, [program, file], { encoding: 'utf8' }));
    };

    it('has no fault', () => expect(problemsOf(openapi)).toEqual([]));

    it('would have one if an operation said nothing of refusals', () => {
      const { get } = openapi.paths['/openapi.json'];
      const silent = { get: { ...get, responses: { 200: get.responses[200] } } };
      const paths = { ...openapi.paths, '/openapi.json': silent };
      expect(problemsOf({ ...openapi, paths })).toMatchObject([{ ruleId: 'operation-4xx-response' }]);
    });
  });

  it('is served to everybody', async () => {
    const { call, lines } = await openConsole();
    const answer = await call('GET', '/openapi.json', undefined, { authorization: '' });
    expect([answer.status, answer.json]).toEqual([200, openapi]);
    expect(lines).toMatchObject([{ event: 'manage.request', operation: 'getOpenApi', status: 200 }]);
  });
});
