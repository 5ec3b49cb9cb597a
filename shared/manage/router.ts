/** Path and method -> operation, as the OpenAPI document lists them. */

import type { Operation } from './call.ts';
import { type DescribedOperation, METHODS, paths } from './openapi-document.ts';

export interface Route {
  readonly described: DescribedOperation;
  readonly run: Operation;
}

export interface Match {
  /** By method, in capitals. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly path: Readonly<Record<string, string>>;
}

export type Router = (segments: readonly string[]) => Match | undefined;

/** @throws TypeError when the document names an operation that is not there */
export function createRouter(operations: Readonly<Record<string, Operation>>): Router {
  const entries = paths.map(([template, item]) => {
    const routes = METHODS.flatMap((method) => {
      const described = item[method];
      return described ? [[method.toUpperCase(), routeOf(described, operations)] as const] : [];
    });
    return { template: template.split('/').slice(1), routes: Object.fromEntries(routes) };
  });
  return (segments) => {
    for (const { template, routes } of entries) {
      const path = matched(template, segments);
      if (path) return { routes, path };
    }
    return undefined;
  };
}

function routeOf(described: DescribedOperation, operations: Readonly<Record<string, Operation>>): Route {
  const run = operations[described.operationId];
  if (!run) throw new TypeError(`there is no operation ${described.operationId}`);
  return { described, run };
}

/** @returns the path parameters */
function matched(
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
