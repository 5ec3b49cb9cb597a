/** DOOR. Every other path: the host tries functions in alphabetical order of their names, so this one comes last. */

import type { RouteEntry } from './runtime/routes.ts';

export const wildcard: RouteEntry = {
  half: 'both',
  name: 'wildcard',
  route: '{*path}',
  endpoint: (all) => all.unknown,
};
