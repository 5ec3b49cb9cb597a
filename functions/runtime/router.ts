/**
 * Routes, matched as the Functions host does: without case, method as a constraint, and of several routes that match the
 * one whose name comes first in the alphabet. The local host and the tests find their way with it.
 */

/** What a route registers with a host. */
export interface RegisteredRoute {
  /** Of the function. */
  readonly name: string;
  /** Template, without the prefix of host.json. */
  readonly route: string;
  readonly methods: readonly string[];
}

export interface Match<Found> {
  readonly route: Found;
  /** Decoded, but for an encoded slash. */
  readonly params: Readonly<Record<string, string>>;
}

/** @param pathname of a URL, percent-encoded */
type Router<Found> = (method: string, pathname: string) => Match<Found> | undefined;

interface CompiledRoute<Found> {
  readonly route: Found;
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  readonly pattern: RegExp;
}

/** @throws Error for routes with which the host would not start */
export function createRouter<Found extends RegisteredRoute>(
  routes: readonly Found[],
  prefix: string,
): Router<Found> {
  const compiled = routes
    .map((route) => compileRoute(route, prefix))
    .sort((a, b) => (a.route.name.toLowerCase() < b.route.name.toLowerCase() ? -1 : 1));
  refuseTwins(compiled);
  return (method, pathname) => {
    const decoded = decodePath(pathname);
    for (const { route, methods, pattern } of compiled) {
      const found = methods.has(method) ? pattern.exec(decoded) : null;
      if (found) return matchOf(route, found);
    }
    return undefined;
  };
}

function compileRoute<Found extends RegisteredRoute>(route: Found, prefix: string): CompiledRoute<Found> {
  const { name, route: own } = route;
  if (/^\/?(admin|runtime)(\/|$)/i.test(own)) throw new Error(`Function ${name}: the host reserves ${own}.`);
  const template = [prefix, own].filter(Boolean).join('/');
  const methods = new Set(route.methods.map((method) => method.toUpperCase()));
  return { route, template, methods, pattern: patternOf(template) };
}

function patternOf(template: string): RegExp {
  const segments = template.split('/').filter(Boolean);
  const catchesAll = segments.at(-1)?.startsWith('{*') ?? false;
  return new RegExp(`^${segments.map(patternOfSegment).join('')}${catchesAll ? '' : '/?'}$`, 'is');
}

function patternOfSegment(segment: string): string {
  const parameter = /^\{(\*?)(\w+)\}$/.exec(segment);
  // The first segment of a catch-all may not be empty.
  if (parameter) return parameter[1] ? `(?:/(?<${parameter[2]}>(?!/).*))?` : `/(?<${parameter[2]}>[^/]+)`;
  if (/[{}]/.test(segment)) throw new Error(`The local host cannot match the route segment ${segment}.`);
  return `/${RegExp.escape(segment)}`;
}

/** The host does not start with two functions that would answer the same request. */
function refuseTwins(routes: readonly CompiledRoute<RegisteredRoute>[]): void {
  for (const [index, { route, template, methods }] of routes.entries()) {
    const twin = routes
      .slice(index + 1)
      .find((other) => other.template === template && !other.methods.isDisjointFrom(methods));
    if (twin) throw new Error(`${route.name} and ${twin.route.name} share a route.`);
  }
}

/** Matching sees the decoded path, in which an encoded slash stays encoded: it does not separate segments. */
function decodePath(pathname: string): string {
  if (!pathname.includes('%')) return pathname;
  return pathname.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run.replace(/%2f/gi, (slash) => `%25${slash.slice(1)}`));
    } catch {
      return run;
    }
  });
}

const matchOf = <Found>(route: Found, found: RegExpExecArray): Match<Found> => ({
  route,
  get params() {
    return parametersIn(found);
  },
});

const parametersIn = ({ groups = {} }: RegExpExecArray): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));

/**
 * The path as the function sees it: the host decodes it and escapes it again. What cannot be decoded, and a slash that was
 * encoded, is escaped twice by that: `a%2Fb` arrives as `a%252Fb`.
 */
export const forwardedPath = (pathname: string): string =>
  encodeURI(decodePath(pathname)).replace(/[?#]/g, encodeURIComponent);
