/** The two settings of host.json that change what a client sees. */

import { readFileSync } from 'node:fs';

export interface HostSettings {
  readonly routePrefix: string;
  readonly customHeaders: Readonly<Record<string, string>>;
}

interface HostJson {
  readonly extensions?: {
    readonly http?: { readonly routePrefix?: string; readonly customHeaders?: Record<string, string> };
  };
}

export function readHostSettings(file: string): HostSettings {
  const { extensions }: HostJson = JSON.parse(readFileSync(file, 'utf8'));
  const { routePrefix = 'api', customHeaders = {} } = extensions?.http ?? {};
  return { routePrefix, customHeaders };
}
