/**
 * Names of pages in the Entra admin center. Its provisioning pages exist in two views, and an administrator
 * cannot choose which one to get: every text takes the names from here, and so gives both.
 */

interface EntraPage {
  readonly current: string;
  readonly older: string;
}

export const places = {
  credentials: { current: 'Provisioning > Connectivity', older: 'Provisioning > Admin Credentials' },
  mappings: { current: 'Provisioning > Attribute mapping', older: 'Provisioning > Mappings' },
  advanced: { current: 'Advanced options', older: 'Show advanced options' },
  settings: { current: 'Provisioning > Overview > Properties', older: 'Provisioning > Settings' },
  start: { current: 'Start provisioning', older: 'Provisioning Status: On' },
} as const satisfies Readonly<Record<string, EntraPage>>;

/** For a message: `Start provisioning (older view: Provisioning Status: On)`. */
export const inBothViews = ({ current, older }: EntraPage): string => `${current} (older view: ${older})`;
