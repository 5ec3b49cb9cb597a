/**
 * The route table, made of what the functions registered, and matched as the Functions host does: without case,
 * method as a constraint, and of several routes that match the function first in the alphabet.
 */

import type { RegisteredFunction } from './load-app.ts';

export interface Match {
  readonly function: RegisteredFunction;
  readonly params: Readonly<Record<string, string>>;
}

/** `path`: the path of a URL, percent-encoded. */
export type Router = (method: string, path: string) => Match | undefined;

interface Route {
  readonly function: RegisteredFunction;
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  readonly pattern: RegExp;
}

export function createRouter(functions: readonly RegisteredFunction[], prefix: string): Router {
  const routes = functions
    .flatMap((candidate) => toRoute(candidate, prefix))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  refuseTwins(routes);
  return (method, path) => {
    const decoded = decodePath(path);
    for (const route of routes) {
      const found = route.methods.has(method) ? route.pattern.exec(decoded) : null;
      if (found) return { function: route.function, params: paramsOf(found) };
    }
    return undefined;
  };
}

const sortKey = (route: Route) => route.function.metadata.name.toLowerCase();

function toRoute(candidate: RegisteredFunction, prefix: string): Route[] {
  const { name, bindings } = candidate.metadata;
  const trigger = Object.values(bindings).find(({ type }) => type === 'httpTrigger');
  if (!trigger) return [];
  const own = trigger.route ?? name;
  if (/^\/?(admin|runtime)(\/|$)/i.test(own)) throw new Error(`Function ${name}: the host reserves ${own}.`);
  const template = [prefix, own].filter(Boolean).join('/');
  const methods = new Set((trigger.methods ?? []).map((method) => method.toUpperCase()));
  return [{ function: candidate, template, methods, pattern: toPattern(template) }];
}

function toPattern(template: string): RegExp {
  const segments = template.split('/').filter(Boolean);
  const catchesAll = segments.at(-1)?.startsWith('{*') ?? false;
  return new RegExp(`^${segments.map(toSegment).join('')}${catchesAll ? '' : '/?'}$`, 'is');
}

function toSegment(segment: string): string {
  const parameter = /^\{(\*?)(\w+)\}$/.exec(segment);
  // The first segment of a catch-all may not be empty.
  if (parameter) return parameter[1] ? `(?:/(?<${parameter[2]}>(?!/).*))?` : `/(?<${parameter[2]}>[^/]+)`;
  if (/[{}]/.test(segment)) throw new Error(`The local host cannot match the route segment ${segment}.`);
  return `/${RegExp.escape(segment)}`;
}

/** The host does not start with two functions that would answer the same request. */
function refuseTwins(routes: readonly Route[]): void {
  for (const [index, route] of routes.entries()) {
    const twin = routes
      .slice(index + 1)
      .find((other) => other.template === route.template && !other.methods.isDisjointFrom(route.methods));
    if (twin)
      throw new Error(`${route.function.metadata.name} and ${twin.function.metadata.name} share a route.`);
  }
}

/** Matching sees the decoded path, in which only an encoded slash stays encoded. */
function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run.replace(/%2f/gi, '%252F'));
    } catch {
      return run;
    }
  });
}

const paramsOf = ({ groups = {} }: RegExpExecArray): Record<string, string> =>
  Object.fromEntries(
    Object.entries(groups)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value.replaceAll('%2F', '/')]),
  );
