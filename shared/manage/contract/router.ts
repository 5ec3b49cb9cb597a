/** Path and method -> operation, as the OpenAPI document lists them. */

import { ROLES, type Role } from '../callers/caller.ts';
import type { ManageOperation } from './call.ts';
import { DESCRIBED_METHODS, type DescribedOperation, paths } from './openapi-document.ts';

export interface DescribedRoute {
  readonly described: DescribedOperation;
  readonly run: ManageOperation;
  /** That is needed at least; undefined when anyone may call. */
  readonly role: Role | undefined;
  /** Leaves an entry in the administrators' log. */
  readonly isChange: boolean;
}

export interface PathMatch {
  /** By method, in capitals. */
  readonly routes: Readonly<Record<string, DescribedRoute>>;
  readonly path: Readonly<Record<string, string>>;
}

type PathRouter = (segments: readonly string[]) => PathMatch | undefined;

/** @throws TypeError when the document names an operation that is not there, or no role for it */
export function pathRouter(operations: Readonly<Record<string, ManageOperation>>): PathRouter {
  const entries = paths.map(([template, item]) => {
    const routes = DESCRIBED_METHODS.flatMap((method) => {
      const described = item[method];
      return described
        ? [[method.toUpperCase(), describedRoute(method, described, operations)] as const]
        : [];
    });
    return { template: template.split('/').slice(1), routes: Object.fromEntries(routes) };
  });
  return (segments) => {
    for (const { template, routes } of entries) {
      const path = pathParameters(template, segments);
      if (path) return { routes, path };
    }
    return undefined;
  };
}

function describedRoute(
  method: string,
  described: DescribedOperation,
  operations: Readonly<Record<string, ManageOperation>>,
): DescribedRoute {
  const run = operations[described.operationId];
  if (!run) throw new TypeError(`there is no operation ${described.operationId}`);
  const role = roleNeeded(described);
  // A POST that a Viewer may send reads: it stores nothing.
  const isChange = method !== 'get' && role !== 'Viewer';
  return { described, run, role, isChange };
}

/** OpenAPI 3.1 §4.8.30: `security` may list the roles that an operation needs. */
function roleNeeded({ operationId, security }: DescribedOperation): Role | undefined {
  if (security?.length === 0) return undefined;
  const [name] = security?.flatMap(({ entraId = [] }) => entraId) ?? [];
  const role = ROLES.find((one) => one === name);
  if (role) return role;
  throw new TypeError(`the operation ${operationId} names no role`);
}

/** @returns the path parameters */
function pathParameters(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name) parameters[name] = segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
}
