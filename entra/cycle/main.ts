/** `npm run entra-cycle`: an Entra-shaped provisioning client that checks what the endpoint made of its requests. */

import { main } from '../../terminal/program.ts';
import { cycleProgram } from './command.ts';

await main((terminal) => cycleProgram(terminal));
