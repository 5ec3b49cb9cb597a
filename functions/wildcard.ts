/** DOOR. Every other path: the host tries functions in alphabetical order of their names, so this one comes last. */

import { register, withoutEmptySegments } from './runtime/register.ts';

register('both', 'wildcard', '{*path}', (endpoints) => withoutEmptySegments(endpoints.unknown));
