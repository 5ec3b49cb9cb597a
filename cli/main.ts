#!/usr/bin/env node
/** `kissflow-scim`: the command line in this process. */

import { main } from '../terminal/program.ts';
import { kissflowScim } from './program.ts';

await main(kissflowScim);
