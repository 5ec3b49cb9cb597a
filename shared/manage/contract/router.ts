/** Path and method -> operation, as the OpenAPI document lists them. */

import type { Role } from '../callers/caller.ts';
import type { ManageOperation } from './call.ts';
import {
  DESCRIBED_METHODS,
  type DescribedMethod,
  type DescribedOperation,
  isRecorded,
  paths,
  roleNeeded,
} from './openapi-document.ts';

export interface DescribedRoute {
  readonly described: DescribedOperation;
  readonly run: ManageOperation;
  /** That is needed at least; undefined when anyone may call. */
  readonly role: Role | undefined;
  /** Leaves an entry in the administrators' log. */
  readonly isRecorded: boolean;
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
  method: DescribedMethod,
  described: DescribedOperation,
  operations: Readonly<Record<string, ManageOperation>>,
): DescribedRoute {
  const run = operations[described.operationId];
  if (!run) throw new TypeError(`there is no operation ${described.operationId}`);
  return { described, run, role: roleNeeded(described), isRecorded: isRecorded(method, described) };
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
