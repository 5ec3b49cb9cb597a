/** What follows the mappings on the page: the settings of the provisioning job, its start, and what it does and does not do. */

import { inBothViewsBold, places } from '../entra-views.ts';
import type { Section } from './tables.ts';

const list = (...lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

export const settings: Section = [
  'Settings and start',
  `Under ${inBothViewsBold(places.settings)}:`,
  list(
    '*Scope*: **Sync only assigned users and groups**. Then assign them under **Users and groups**; of a group only the direct members are provisioned.',
    '*Notification email*: a mailbox that somebody reads. Entra writes to it when it puts the job into quarantine.',
    '*Prevent accidental deletion*: on, with a threshold. When one cycle would disable or delete more users and groups than that, the job goes into quarantine until an administrator selects **Allow deletes**, or corrects the assignment and restarts the job.',
  ),
  `Try one user with **Provision on demand**, then ${inBothViewsBold(places.start)}. The first cycle begins within minutes, the next ones follow about every 40.`,
];

export const whatToExpect: Section = [
  'What to expect',
  list(
    '**Empty values are never sent.** When an attribute is emptied in Entra ID, Kissflow keeps the last value. Where a field must be cleared as well, map an expression that sends a substitute, such as `Switch(IsPresent([department]), "None", "True", [department])`.',
    '**A user is disabled for one of four reasons**: no longer assigned to the application; no longer within a scoping filter; deleted in Entra ID (restorable for 30 days, then deleted here as well); sign-in blocked (*Account enabled* is No).',
    `**Quarantine** is what Entra calls a job that keeps failing: a token that is not accepted, an address that does not answer, or very many refused users. Cycles become less frequent, down to one a day, and after four weeks the job is switched off. Fix the cause (a new token goes under ${inBothViewsBold(places.credentials)}; for refused users see the provisioning log), then **Restart provisioning**.`,
    '**Tokens are not part of an export.** After an import into another service or account, generate a token there and enter it with the new Base URL.',
    '**Entra calls from the Internet, over https.** To try a service on your own machine, open a tunnel to it and start it with `PUBLIC_BASE_URL` set to the address of the tunnel.',
  ),
];
