/**
 * RFC 3986 §3.3 lets a path hold empty segments, and some clients join a Base URL and an endpoint with one slash too many. The
 * host hands such a path to the wildcard function: here it reaches what it would have reached without them.
 */

import type { Endpoint } from '../../shared/http/message.ts';

export interface Door {
  /** Template of the route. */
  readonly route: string;
  readonly endpoint: Endpoint;
}

/** @returns undefined for a path without empty segments, and for one that leads nowhere without them, either */
export function doorWithoutEmptySegments(doors: readonly Door[], pathname: string): Door | undefined {
  if (!pathname.includes('//')) return undefined;
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return doors.find(({ route }) => leadsTo(route.split('/'), segments));
}

/** As the host matches: literals without case, `{name}` any segment, `{*name}` at the end any number of them. */
function leadsTo(template: readonly string[], segments: readonly string[]): boolean {
  // The wildcard itself, which is where the path came from.
  if (template[0]?.startsWith('{*')) return false;
  const rest = template.at(-1)?.startsWith('{*') ?? false;
  const fixed = rest ? template.slice(0, -1) : template;
  if (rest ? segments.length < fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, index) => part.startsWith('{') || isLiteral(part, segments[index] ?? ''));
}

function isLiteral(part: string, segment: string): boolean {
  try {
    return decodeURIComponent(segment).toLowerCase() === part.toLowerCase();
  } catch {
    return false;
  }
}
