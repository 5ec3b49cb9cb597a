/** DOOR. Every other path: the host tries functions in alphabetical order of their names, so this one comes last. */

import { register } from './runtime/register.ts';

register('both', 'wildcard', '{*path}', (endpoints) => endpoints.unknown);
