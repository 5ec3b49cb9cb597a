/** Composes telemetry: the client of the product is in a file of its own, read some time after the first answer. */

import {
  type DeferredTelemetry,
  deferredTelemetry,
  noDeferredTelemetry,
  type TelemetryClient,
} from '../../shared/telemetry/deferred-telemetry.ts';
import type { TelemetrySettings } from './settings.ts';

export const telemetryOn = (settings: TelemetrySettings | undefined): DeferredTelemetry =>
  settings ? deferredTelemetry(() => open(settings)) : noDeferredTelemetry;

async function open({
  connectionString,
  signsIn,
  clientId,
  role,
}: TelemetrySettings): Promise<TelemetryClient> {
  const { applicationInsights } = await import('../../shared/telemetry/application-insights/client.ts');
  if (!signsIn) return applicationInsights({ connectionString, role });
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  return applicationInsights({ connectionString, role, credential });
}
